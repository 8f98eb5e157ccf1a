import { defineOnboarding } from '@cordboard/plugin-sdk/onboarding'
import { onboarding as table } from './tables.ts'

/** The same channel under code that decides otherwise, in new processes only. */
export const onboarding = defineOnboarding({
  ...table,
  decide: (memory, clock) =>
    clock.knows?.('2026-12-otherwise')
      ? { do: 'fail', reason: 'otherwise', why: 'It is decided otherwise.' }
      : table.decide(memory, clock),
})
export { health } from './tables.ts'
