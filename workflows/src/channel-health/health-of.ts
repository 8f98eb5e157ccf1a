import type { HealthWatch } from '@cordboard/plugin-sdk/onboarding'
import { CancellationScope, isCancellation } from '@temporalio/workflow'
import type { ProcessInput } from '../process-input.ts'
import { HealthRun, type HealthState } from './health-run.ts'

export interface HealthInput extends ProcessInput {
  carry?: HealthState
}

// biome-ignore lint/suspicious/noExplicitAny: each plugin has facts of its own
type Watches = Readonly<Record<string, HealthWatch<any> | undefined>>

/** The workflow `channelHealth`: watches a channel that is live, for as long as its inbox lives. */
export function healthOf(watches: Watches) {
  return async function channelHealth(input: HealthInput): Promise<void> {
    const watch = watches[input.pluginId]
    // A plugin without a watch has nothing to look at; its channel stays as onboarding left it.
    if (!watch) return
    const run = new HealthRun(watch, input)
    try {
      await run.toItsEnd()
    } catch (error) {
      if (isCancellation(error)) await CancellationScope.nonCancellable(() => run.stopped())
      throw error
    }
  }
}
