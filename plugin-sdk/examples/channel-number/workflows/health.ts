import { defineHealthWatch } from '@cordboard/plugin-sdk/onboarding'
import type { NumberFacts } from './facts.ts'

/** Once a day: a number that is no longer active goes through onboarding again. */
export const health = defineHealthWatch<NumberFacts>({
  everyHours: 24,
  news: ['proofDecided'],
  actions: {},
  watch(memory, { before, now, problem }) {
    if (problem?.kind === 'credentials')
      return {
        memory,
        changes: [],
        notices: [
          {
            key: 'key',
            severity: 'critical',
            title: 'A phone number cannot be reached',
            text: 'The provider no longer accepts the API key.',
          },
        ],
        summary: 'The provider no longer accepts the API key.',
        stuck: true,
      }
    const changes =
      before && now && before.state !== now.state ? [{ field: 'state', from: before.state, to: now.state }] : []
    return {
      memory,
      changes,
      notices: [],
      ...(now && now.state !== 'active' && { onboard: now.state }),
      summary: problem ? `The last look failed: ${problem.message}` : 'The number is active.',
    }
  },
})
