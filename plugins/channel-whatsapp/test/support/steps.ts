import type { ChannelRecord, PluginNotice } from '@cordboard/plugin-sdk'
import { act } from '../../server/onboarding/act.ts'
import { isSignup, observe } from '../../server/onboarding/observe.ts'
import type { ProcessParts } from '../../server/onboarding/parts.ts'
import { createTokens } from '../../server/signup/tokens.ts'
import { createKnownChannels } from '../../server/webhook/known-channels.ts'
import { channelsOf, type World } from './world.ts'

/** The hands and eyes of a number's process against the simulator, and what they left behind. */
export function createSteps({ graph, channel }: World, baseUrl: string, others: ChannelRecord[] = []) {
  const channels = channelsOf([channel, ...others])
  const raised: PluginNotice[] = []
  const settled: string[] = []
  const jobs: string[] = []
  const flags: boolean[] = []
  const warnings: string[] = []
  const parts: ProcessParts = {
    type: 'Channel::Whatsapp',
    channels,
    graph,
    known: createKnownChannels(channels),
    notices: {
      raise: async (_, notice) => void raised.push(notice),
      settle: async (_, key) => void settled.push(key),
    },
    jobs: { define: () => {}, enqueue: async (name) => void jobs.push(name) },
    log: { debug: () => {}, info: () => {}, warn: (message) => void warnings.push(message), error: () => {} },
    tokens: createTokens(graph, { id: '1234567890', secret: 'app-secret' }),
    callbackOf: (one) => ({ baseUrl, appId: isSignup(one) ? '1234567890' : undefined }),
    flag: async (one, isDisconnected) => {
      flags.push(isDisconnected)
      one.settings.reauthorization_required = isDisconnected
    },
  }
  return {
    parts,
    raised,
    settled,
    jobs,
    flags,
    warnings,
    observe: () => observe(channel.inboxId, parts),
    act: (action: string, input: Record<string, unknown> = {}) =>
      act({ inboxId: channel.inboxId, action, input, by: 'automatic' }, parts),
  }
}

export type Steps = ReturnType<typeof createSteps>
