import {
  type ChannelRecord,
  defineChannel,
  definePlugin,
  PermanentError,
  type PluginContext,
} from '@cordboard/plugin-sdk'
import { applyAccountChange } from './account-changes.ts'
import { connect } from './connect.ts'
import { type Connection, channelType, connectionOf } from './connection.ts'
import { readEnvironment } from './environment.ts'
import { createGraph } from './graph.ts'
import { createHealthReader } from './health.ts'
import { fetchMedia } from './media.ts'
import { act } from './onboarding/act.ts'
import { disconnect } from './onboarding/disconnect.ts'
import { isSignup, observe } from './onboarding/observe.ts'
import type { ProcessParts } from './onboarding/parts.ts'
import { addOnboardingRoutes } from './onboarding/routes.ts'
import { createSendingTrouble } from './onboarding/sending-trouble.ts'
import { present } from './present.ts'
import { createReceipts } from './receipts.ts'
import { receive } from './receive/receive.ts'
import { addRoutes } from './routes.ts'
import { createPace } from './send/pace.ts'
import { send } from './send/send.ts'
import { addSignupRoutes } from './signup/routes.ts'
import { createTokens } from './signup/tokens.ts'
import { createTemplateSync } from './sync-templates.ts'
import { createKnownChannels } from './webhook/known-channels.ts'

export default definePlugin({
  setup(context) {
    const {
      channels,
      files,
      hooks,
      http,
      inbound,
      jobs,
      log,
      notices,
      pluginId,
      processes,
      realtime,
      settings,
      store,
    } = context
    const environment = readEnvironment(context.environment)
    const graph = createGraph({ http, ...environment })
    const known = createKnownChannels(channels)
    const receipts = createReceipts(graph)
    const { appId, appSecret } = environment
    const tokens = appId && appSecret ? createTokens(graph, { id: appId, secret: appSecret }) : undefined
    const callbackOf = (channel: ChannelRecord) => ({
      baseUrl: context.baseUrl,
      appId: isSignup(channel) ? appId : undefined,
    })
    const health = createHealthReader(graph, callbackOf)
    const trouble = createSendingTrouble({ processes, log })
    const templates = createTemplateSync({ channels, graph, log, realtime })
    const sender = { channels, files, settings, store, graph, pace: createPace(), trouble }
    const connected = connectedFrom(channels)
    const steps: ProcessParts = {
      ...{ type: channelType, channels, graph, known, notices, jobs, log, tokens, callbackOf },
      async flag({ accountId, inboxId, settings }, isDisconnected) {
        if ((settings.reauthorization_required === true) === isDisconnected) return
        await channels.update(inboxId, { settings: { reauthorization_required: isDisconnected } })
        await realtime.inboxChanged(accountId, inboxId)
      },
    }

    defineChannel(context, {
      type: channelType,
      async connect(draft) {
        known.forget()
        const connected = await connect(draft, graph)
        if (draft.inboxId !== undefined && connected !== draft)
          await jobs.enqueue(
            'tellConnected',
            { inboxId: draft.inboxId },
            { accountId: draft.accountId, runAt: new Date(Date.now() + settlingMilliseconds) },
          )
        return connected
      },
      present: (inbox) => present(inbox, appSecret !== undefined),
      receive,
      send: (message, scope) => send(message, scope, sender),
      fetchAttachment: async (request) => fetchMedia(request, await connected(request.inboxId), graph),
      async markRead(request, { accountId }) {
        if ((await settings.for(accountId)).sendReadReceipts === false) return true
        return receipts.markRead(request, await connected(request.inboxId))
      },
      async typing(request, { accountId }) {
        // WhatsApp has no typing without marking as read: whoever shows no receipts shows no typing either.
        const { sendReadReceipts, sendTyping } = await settings.for(accountId)
        if (sendTyping === false || sendReadReceipts === false) return true
        return receipts.typing(request, await connected(request.inboxId))
      },
      async health({ inboxId }) {
        const channel = await channels.get(inboxId)
        if (!channel) throw disconnected()
        return health.summarise(channel)
      },
      process: {
        observe: async ({ inboxId }) => ({ ...(await observe(inboxId, steps)) }),
        act: (action) => act(action, steps),
        disconnect: ({ inboxId }) => disconnect(inboxId, steps),
      },
    })

    jobs.define('syncTemplates', ({ inboxId }) =>
      typeof inboxId === 'number' ? templates.sync(inboxId) : templates.syncStale(),
    )
    jobs.define('applyAccountChange', applyAccountChange({ channels, realtime }))

    jobs.define('tellConnected', ({ inboxId }) =>
      processes.tell(Number(inboxId), { name: 'tokenRefreshed' }, { onboard: 'reauthorized' }),
    )

    hooks['http.routes'].tap(pluginId, (routes) => {
      const verifyToken = environment.webhookVerifyToken
      const accepting = { known, jobs, log, inbound, processes, sendingTrouble: trouble, appSecret }
      addRoutes(routes, { ...accepting, channels, health, verifyToken })
      addOnboardingRoutes(routes, { channels, processes })
      addSignupRoutes(routes, { type: channelType, channels, graph, jobs, known, tokens, environment })
    })
  },
})

// What an administrator changed is committed by then.
const settlingMilliseconds = 1_000

const connectedFrom =
  (channels: PluginContext['channels']) =>
  async (inboxId: number): Promise<Connection> => {
    const channel = await channels.get(inboxId)
    if (!channel) throw disconnected()
    return connectionOf(channel)
  }

const disconnected = () => new PermanentError('whatsapp.inbox_missing', 'This inbox is no longer connected')
