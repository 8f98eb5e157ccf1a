import type { ChannelRecord, PluginContext, PluginRequest, PluginResponse, RouteCollector } from '@cordboard/plugin-sdk'
import { channelType } from '../connection.ts'
import { type Json, number, record, text, word } from '../json.ts'
import { presentOnboarding } from './present.ts'

interface Parts {
  channels: PluginContext['channels']
  processes: PluginContext['processes']
}

const inboxPath = '/api/v1/accounts/:account_id/inboxes/:inbox_id'

export function addOnboardingRoutes(routes: RouteCollector, parts: Parts): void {
  routes.handle('POST', `${inboxPath}/whatsapp/registration`, (request) => completeRegistration(request, parts))
  routes.handle('GET', `${inboxPath}/whatsapp/onboarding`, (request) => showOnboarding(request, parts))
  routes.handle('POST', `${inboxPath}/whatsapp/onboarding/signal`, (request) => signal(request, parts))
  routes.handle('GET', `${inboxPath}/whatsapp/pin`, (request) => showPin(request, parts))
}

const missing: PluginResponse = { status: 404, body: { error: 'Resource could not be found' } }

async function find({ inbox }: PluginRequest, { channels }: Parts): Promise<ChannelRecord | undefined> {
  return inbox?.type === channelType ? channels.get(inbox.id) : undefined
}

const answerMilliseconds = 25_000

/** One try now, at a person's wish. The PIN is sealed with the inbox before the process hears that there is one. */
async function completeRegistration(request: PluginRequest, parts: Parts): Promise<PluginResponse> {
  const channel = await find(request, parts)
  if (!channel) return missing
  const { body, userId } = request
  const hasPin = body.pin !== undefined && body.pin !== null && body.pin !== ''
  if (hasPin && (typeof body.pin !== 'string' || !/^\d{6}$/.test(body.pin)))
    return { status: 422, body: { error: 'Enter the PIN as six digits' } }
  if (hasPin) await parts.channels.update(channel.inboxId, { secrets: { pin_entered: String(body.pin) } })
  const wish = {
    name: 'completeRegistration',
    detail: hasPin ? { pin: 'entered' } : {},
    ...(userId === undefined ? {} : { by: userId }),
  }
  try {
    const answer = await parts.processes.ask(channel.inboxId, wish, { withinMilliseconds: answerMilliseconds })
    return answer === 'queued' ? { status: 202, body: { state: 'queued' } } : { status: 200, body: outcome(answer) }
  } catch (error) {
    return refusal(error)
  }
}

function outcome(answer: Json): Json {
  const error = record(answer.error)
  return {
    state: text(answer.state) ?? 'none',
    reason: text(answer.reason) ?? null,
    registered: answer.registered === true,
    next_check_at: text(answer.nextCheckAt) ?? null,
    error: error
      ? { code: number(error.code) ?? null, subcode: number(error.subcode) ?? null, message: word(error.message) ?? '' }
      : null,
  }
}

function refusal(error: unknown): PluginResponse {
  if (!(error instanceof Error) || error.name !== 'ProcessRefused') throw error
  const { code, retryAt } = error as Error & { code?: string; retryAt?: number }
  if (retryAt === undefined) return { status: 422, body: { error: error.message, code: code ?? null } }
  return {
    status: 429,
    headers: { 'retry-after': String(Math.max(1, Math.ceil((retryAt - Date.now()) / 1_000))) },
    body: { error: error.message, code: code ?? null, next_allowed_at: new Date(retryAt).toISOString() },
  }
}

async function showOnboarding(request: PluginRequest, parts: Parts): Promise<PluginResponse> {
  const channel = await find(request, parts)
  if (!channel) return missing
  const progress = await parts.processes.progress(channel.inboxId)
  const isAdministrator = request.role === 'administrator'
  const url = isAdministrator && progress ? parts.processes.link(progress.workflowId) : undefined
  return { status: 200, body: presentOnboarding(channel, progress, { isAdministrator, url }) }
}

const signals: Record<string, string> = {
  display_name_updated: 'displayNameUpdated',
  number_verified: 'numberVerified',
  retry_now: 'retryNow',
  cancel: 'cancel',
}

async function signal(request: PluginRequest, parts: Parts): Promise<PluginResponse> {
  const channel = await find(request, parts)
  if (!channel) return missing
  const given = request.body.signal
  const name = typeof given === 'string' && Object.hasOwn(signals, given) ? signals[given] : undefined
  if (!name) return { status: 422, body: { error: `Unknown signal: it is one of ${Object.keys(signals).join(', ')}` } }
  const news = { name, ...(request.userId === undefined ? {} : { by: request.userId }) }
  if (name === 'cancel') {
    // The watch of a live number is not what this stops.
    const progress = await parts.processes.progress(channel.inboxId)
    if (progress?.kind !== 'onboarding')
      return { status: 422, body: { error: 'Nothing is under way that could be cancelled' } }
    await parts.processes.tell(channel.inboxId, news)
  } else await parts.processes.tell(channel.inboxId, news, { onboard: given as string })
  return { status: 202, body: { signal: given } }
}

/** The number's two-step PIN, for the administrator who needs it at the provider. */
async function showPin(request: PluginRequest, parts: Parts): Promise<PluginResponse> {
  const channel = await find(request, parts)
  const pin = channel?.secrets.verification_pin
  if (!pin) return missing
  return { status: 200, headers: { 'cache-control': 'no-store' }, body: { pin } }
}
