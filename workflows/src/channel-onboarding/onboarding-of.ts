import type { Onboarding } from '@cordboard/plugin-sdk/onboarding'
import { CancellationScope, isCancellation } from '@temporalio/workflow'
import type { ProcessInput } from '../process-input.ts'
import { OnboardingRun, type Outcome } from './onboarding-run.ts'
import type { OnboardingState } from './state.ts'

export interface OnboardingInput extends ProcessInput {
  carry?: OnboardingState
}

// biome-ignore lint/suspicious/noExplicitAny: each plugin has a memory and facts of its own
type Tables = Readonly<Record<string, Onboarding<any, any> | undefined>>

/** The workflow `channelOnboarding`: one loop for every channel, the plugins' tables decide. */
export function onboardingOf(tables: Tables) {
  return async function channelOnboarding(input: OnboardingInput): Promise<Outcome> {
    const table = tables[input.pluginId]
    // No failure of the process: its task is tried again until a worker has the plugin's code.
    if (!table)
      throw new Error(`This worker has no onboarding of the plugin ${input.pluginId}: is it installed and intact?`)
    const run = new OnboardingRun(table, input)
    try {
      return await run.toItsEnd()
    } catch (error) {
      if (isCancellation(error)) await CancellationScope.nonCancellable(() => run.stopped('An operator cancelled it.'))
      throw error
    }
  }
}
