import type { ChannelRecord, PluginContext } from '@cordboard/plugin-sdk'
import type { Graph } from '../graph.ts'
import type { Tokens } from '../signup/tokens.ts'
import type { KnownChannels } from '../webhook/known-channels.ts'
import type { Callback } from './subscription.ts'

/** What the hands and eyes of a number's process work with. */
export interface ProcessParts {
  type: string
  channels: PluginContext['channels']
  graph: Graph
  known: KnownChannels
  notices: PluginContext['notices']
  jobs: PluginContext['jobs']
  log: PluginContext['log']
  /** Undefined where the installation has no app of its own. */
  tokens: Tokens | undefined
  callbackOf(channel: ChannelRecord): Callback
  /** Says on the inbox whether it has to be connected again, and tells dashboards. */
  flag(channel: ChannelRecord, isDisconnected: boolean): Promise<void>
}
