import type { ProcessInput } from './process-input.ts'

const verbs = { channelOnboarding: 'goes live', channelHealth: 'is watched' } as const

/** One line for the Temporal UI. */
export const summaryOf = (
  type: keyof typeof verbs,
  { inboxName, channelType }: Pick<ProcessInput, 'inboxName' | 'channelType'>,
): string => `${inboxName.slice(0, 80)} (${channelType}) ${verbs[type]}`
