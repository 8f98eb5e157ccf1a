import { createHash } from 'node:crypto'
import {
  type AttachmentRequest,
  type ChannelDraft,
  defineChannel,
  definePlugin,
  type FetchedAttachment,
  type Inbound,
  type Outbound,
  PermanentError,
  type PluginContext,
  type PluginRequest,
  type ReadRequest,
  ReauthorizationError,
  Refusal,
  RetryableError,
} from '@cordboard/plugin-sdk'

const type = 'Channel::Test'

/**
 * A channel without a provider. `POST /webhooks/test/<address>` takes a JSON list of `Inbound` (header `x-test-secret` where
 * the inbox has a secret). What agents send is kept in the plugin's store under `sent:<message id>`; contents that begin
 * with `fail:` fail: `fail:permanent`, `fail:once` (the first try), `fail:reauthorize`, `fail:always`.
 * That an agent has read or is typing is kept under `read:<conversation id>` and `typing:<conversation id>`; it fails for a
 * message whose id begins with `fail:`.
 */
export default definePlugin({
  setup(context) {
    defineChannel(context, {
      type,
      connect,
      present: ({ identity, settings, administrator, secretNames, baseUrl }) => ({
        address: identity,
        reauthorization_required: settings.reauthorization_required === true,
        callback_webhook_url: `${baseUrl}/webhooks/test/${encodeURIComponent(identity)}`,
        ...(administrator && { secret_set: secretNames.includes('secret') }),
      }),
      receive: ({ body }) => JSON.parse(Buffer.from(body).toString('utf8')) as Inbound[],
      send: (message, { accountId }) => send(context, message, accountId),
      fetchAttachment,
      markRead: (request, { accountId }) => note(context, 'read', request, accountId),
      typing: (request, { accountId }) => note(context, 'typing', request, accountId),
    })
    context.hooks['http.routes'].tap('routes', (routes) => {
      routes.handle('POST', '/webhooks/test/:address', (request) => receive(context, request))
    })
  },
})

async function connect(draft: ChannelDraft): Promise<ChannelDraft> {
  const { address, secret } = draft.input
  if (address === 'refused') throw new Refusal('test.refused', 'The test provider does not know this address')
  const identity = typeof address === 'string' && address !== '' ? address : draft.identity
  if (!identity) throw new Refusal('test.address', "Address can't be blank")
  return {
    ...draft,
    identity,
    settings: { ...draft.settings, connected: true },
    secrets: typeof secret === 'string' ? { ...draft.secrets, secret } : draft.secrets,
  }
}

async function send({ store }: PluginContext, message: Outbound, accountId: number) {
  const { content, attempt, messageId } = message
  if (content === 'fail:permanent') throw new PermanentError('test.permanent', '131026: Message undeliverable')
  if (content === 'fail:reauthorize') throw new ReauthorizationError('test.token', '190: The access token has expired')
  if (content === 'fail:always' || (content === 'fail:once' && attempt === 1))
    throw new RetryableError('test.busy', '4: The test provider is busy', { retryAfterSeconds: 1 })
  await store.set(`sent:${messageId}`, message, { accountId })
  return { sourceId: `test-out-${messageId}` }
}

async function note({ store }: PluginContext, sign: string, request: ReadRequest, accountId: number): Promise<true> {
  await store.set(`${sign}:${request.conversationId}`, request, { accountId })
  if (request.lastSourceId.startsWith('fail:')) throw new PermanentError('test.unknown', 'No such message')
  return true
}

async function fetchAttachment({ attachment }: AttachmentRequest): Promise<FetchedAttachment> {
  const [kind, rest = ''] = (attachment.reference ?? '').split(/:(.*)/s)
  if (kind !== 'text') throw new PermanentError('test.gone', 'The file is gone')
  return {
    stream: new Blob([rest]).stream(),
    contentType: attachment.contentType ?? 'text/plain',
    name: attachment.name ?? 'file.txt',
  }
}

async function receive({ channels, inbound }: PluginContext, { params, headers, rawBody }: PluginRequest) {
  const found = await channels.find(type, params.address ?? '')
  if (found.some(({ secrets }) => secrets.secret !== undefined && secrets.secret !== headers['x-test-secret']))
    return { status: 401 }
  const providerId = headers['x-test-id'] ?? createHash('sha256').update(rawBody).digest('hex')
  await inbound.receive(
    found.map(({ accountId, inboxId }) => ({ accountId, inboxId, providerId, headers: {}, body: rawBody })),
  )
  return { status: 200 }
}
