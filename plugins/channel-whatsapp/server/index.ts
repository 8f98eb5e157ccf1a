import { defineChannel, definePlugin, PermanentError, type PluginContext } from '@cordboard/plugin-sdk'
import { applyAccountChange } from './account-changes.ts'
import { connect } from './connect.ts'
import { type Connection, channelType, connectionOf } from './connection.ts'
import { readEnvironment } from './environment.ts'
import { createGraph } from './graph.ts'
import { createHealthReader } from './health.ts'
import { fetchMedia } from './media.ts'
import { present } from './present.ts'
import { createReceipts } from './receipts.ts'
import { receive } from './receive/receive.ts'
import { addRoutes } from './routes.ts'
import { createPace } from './send/pace.ts'
import { send } from './send/send.ts'
import { createTemplateSync } from './sync-templates.ts'
import { createKnownChannels } from './webhook/known-channels.ts'

export default definePlugin({
  setup(context) {
    const { channels, files, hooks, http, jobs, log, pluginId, realtime, settings, store } = context
    const environment = readEnvironment(context.environment)
    const graph = createGraph({ http, ...environment })
    const known = createKnownChannels(channels)
    const receipts = createReceipts(graph)
    const health = createHealthReader(graph)
    const templates = createTemplateSync({ channels, graph, log, realtime })
    const sender = { channels, files, settings, store, graph, pace: createPace() }
    const connected = connectedFrom(channels)

    defineChannel(context, {
      type: channelType,
      async connect(draft) {
        known.forget()
        return connect(draft, graph)
      },
      present: (inbox) => present(inbox, environment.appSecret !== undefined),
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
    })

    jobs.define('syncTemplates', ({ inboxId }) =>
      typeof inboxId === 'number' ? templates.sync(inboxId) : templates.syncStale(),
    )
    jobs.define('applyAccountChange', applyAccountChange({ channels, realtime }))

    hooks['http.routes'].tap(pluginId, (routes) =>
      addRoutes(routes, {
        known,
        channels,
        health,
        jobs,
        log,
        inbound: context.inbound,
        appSecret: environment.appSecret,
        verifyToken: environment.webhookVerifyToken,
      }),
    )
  },
})

const connectedFrom =
  (channels: PluginContext['channels']) =>
  async (inboxId: number): Promise<Connection> => {
    const channel = await channels.get(inboxId)
    if (!channel) throw disconnected()
    return connectionOf(channel)
  }

const disconnected = () => new PermanentError('whatsapp.inbox_missing', 'This inbox is no longer connected')
