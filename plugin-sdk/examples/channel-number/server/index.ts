import { createHmac, timingSafeEqual } from 'node:crypto'
import {
  type ChannelRecord,
  defineChannel,
  definePlugin,
  type Inbound,
  PermanentError,
  type PluginContext,
  type PluginRequest,
  ProcessFailure,
  Refusal,
  RetryableError,
} from '@cordboard/plugin-sdk'
import { createProvider, type Provider } from './provider.ts'

const type = 'Channel::Number'

export default definePlugin({
  setup(context) {
    const { channels, environment, hooks, http } = context
    const provider = createProvider(http.fetch, environment.NUMBER_BASE_URL ?? 'https://api.numbers.example')
    const connected = connectedFrom(channels)

    defineChannel(context, {
      type,
      async connect({ input, secrets, ...draft }) {
        const id = String(input.number_id ?? draft.identity)
        const apiKey = String(input.api_key ?? secrets.api_key)
        const { number } = await provider.number(id, apiKey).catch((error: Error) => {
          throw new Refusal('number.unknown', error.message, { attributes: ['number_id', 'api_key'] })
        })
        return { ...draft, input, identity: id, settings: { ...draft.settings, number }, secrets: { api_key: apiKey } }
      },
      present: ({ settings, identity }) => ({ number: settings.number, number_id: identity }),
      receive: ({ body }) => inboundOf(JSON.parse(Buffer.from(body).toString('utf8'))),
      async send({ inboxId, to, content }) {
        const { identity, secrets } = await connected(inboxId)
        return { sourceId: await provider.send(identity, apiKeyOf(secrets), to, content).catch(forMessages) }
      },
      process: {
        async observe({ inboxId }) {
          const { identity, secrets } = await connected(inboxId)
          return provider.number(identity, apiKeyOf(secrets))
        },
        async act({ inboxId }) {
          const { identity, secrets } = await connected(inboxId)
          return provider.activate(identity, apiKeyOf(secrets))
        },
      },
    })

    hooks['http.routes'].tap('routes', (routes) => {
      routes.handle('POST', '/webhooks/number/:number_id', (request) => hear(context, request))
    })
  },
})

/** Messages go to the journal, decisions of the reviewers become news of the process. Forged ones change nothing. */
async function hear({ channels, inbound, processes }: PluginContext, { params, rawBody, headers }: PluginRequest) {
  const [channel] = await channels.find(type, String(params.number_id))
  if (!channel || !rawBody || !isSigned(rawBody, headers['x-signature'], apiKeyOf(channel.secrets)))
    return { status: 401 }
  const { event, id, decision } = JSON.parse(Buffer.from(rawBody).toString('utf8')) as Record<string, unknown>
  const { accountId, inboxId } = channel
  if (event === 'message') await inbound.receive([{ accountId, inboxId, providerId: String(id), body: rawBody }])
  if (event === 'proof')
    await processes.tell(inboxId, { name: 'proofDecided', detail: { decision: String(decision) } }, { key: String(id) })
  return { status: 200 }
}

function isSigned(body: Uint8Array, signature: unknown, apiKey: string): boolean {
  const expected = createHmac('sha256', apiKey).update(body).digest()
  const given = Buffer.from(typeof signature === 'string' ? signature : '', 'hex')
  return given.length === expected.length && timingSafeEqual(given, expected)
}

const inboundOf = ({ id, from, text, at }: Record<string, unknown>): Inbound[] => [
  {
    kind: 'message',
    sourceId: String(id),
    contact: { sourceId: String(from), name: String(from), phone: String(from) },
    content: String(text),
    attachments: [],
    sentAt: String(at),
  },
]

const connectedFrom =
  (channels: PluginContext['channels']) =>
  async (inboxId: number): Promise<ChannelRecord> => {
    const channel = await channels.get(inboxId)
    if (!channel) throw new PermanentError('number.gone', 'The inbox is gone')
    return channel
  }

const apiKeyOf = ({ api_key: key }: Record<string, string>): string => key ?? ''

/** A message is no step of a process: it fails for good, or is tried again. */
function forMessages(error: unknown): never {
  if (error instanceof ProcessFailure && error.problem.kind !== 'temporary')
    throw new PermanentError('number.refused', error.message)
  throw new RetryableError('number.away', error instanceof Error ? error.message : 'The provider did not answer')
}

export type { Provider }
