import { randomBytes } from 'node:crypto'
import type { ChannelRecord, PluginContext } from '@cordboard/plugin-sdk'
import type { Graph } from '../graph.ts'
import { isSignup } from '../onboarding/observe.ts'
import { redact } from '../onboarding/redact.ts'
import type { KnownChannels } from '../webhook/known-channels.ts'
import { type AccountNumber, accountNumbers } from './numbers.ts'
import { SignupRefused } from './signup-refused.ts'
import { type Tokens, wordsOf } from './tokens.ts'

/** What Meta's window handed to the browser. */
export interface Handed {
  code: string
  /** Of the business portfolio. */
  businessId: string
  businessAccountId: string
  phoneNumberId: string | undefined
}

export interface SignupParts {
  type: string
  channels: PluginContext['channels']
  graph: Graph
  jobs: PluginContext['jobs']
  known: KnownChannels
  tokens: Tokens
}

export interface SignedUp {
  id: number
  name: string
}

interface Granted extends Handed {
  token: string
  expiresAt: number | null
  numbers: AccountNumber[]
}

/** Connects a number that a business gave access to. Nothing is kept unless every step succeeds. */
export async function signUp(
  handed: Handed,
  { accountId, userId }: { accountId: number; userId: number | undefined },
  parts: SignupParts,
): Promise<SignedUp> {
  const granted = await grant(handed, parts)
  const number = await chooseNumber(granted, parts)
  const identity = number?.phone ?? `waba:${granted.businessAccountId}`
  if ((await parts.channels.find(parts.type, identity)).length > 0) throw taken(identity)
  const name = nameOf(number)
  parts.known.forget()
  const id = await parts.channels
    .connect({
      accountId,
      name,
      type: parts.type,
      identity,
      settings: {
        message_templates: [],
        message_templates_last_updated: null,
        provider: 'whatsapp_cloud',
        ...connectionSettings(granted, number),
      },
      secrets: { api_key: granted.token, webhook_verify_token: randomBytes(16).toString('hex') },
      ...(userId === undefined ? {} : { userId }),
    })
    .catch((error: unknown) => {
      throw isTaken(error) ? taken(identity) : error
    })
  return { id, name }
}

/** Gives an inbox a new token, or makes a number that was connected by hand one of sign-up. */
export async function signInAgain(
  handed: Handed,
  { channel, userId }: { channel: ChannelRecord; userId: number | undefined },
  parts: SignupParts,
): Promise<SignedUp> {
  const granted = await grant(handed, parts)
  const number = numberAgain(granted, channel)
  const name = number?.verifiedName ?? nameOf(number)
  parts.known.forget()
  await parts.channels.update(
    channel.inboxId,
    {
      name,
      ...(number ? { identity: number.phone } : {}),
      settings: connectionSettings(granted, number),
      secrets: {
        api_key: granted.token,
        webhook_verify_token: channel.secrets.webhook_verify_token || randomBytes(16).toString('hex'),
        // From now on the installation's app signs what comes in.
        ...(isSignup(channel) ? {} : { app_secret: '' }),
      },
    },
    { name: 'tokenRefreshed', onboard: 'reauthorized', ...(userId === undefined ? {} : { by: userId }) },
  )
  return { id: channel.inboxId, name }
}

const connectionSettings = (
  { businessId, businessAccountId, expiresAt }: Granted,
  number: AccountNumber | undefined,
) => ({
  ...(number ? { phone_number_id: number.id } : {}),
  business_account_id: businessAccountId,
  business_portfolio_id: businessId,
  source: 'embedded_signup',
  token_expires_at: expiresAt,
  reauthorization_required: false,
})

async function grant(handed: Handed, { graph, tokens }: SignupParts): Promise<Granted> {
  const { token, expiresAt } = await tokens.exchange(handed.code)
  const numbers = await accountNumbers(graph, token, handed.businessAccountId)
  if (numbers.length === 0 && handed.phoneNumberId !== undefined)
    throw new SignupRefused(`No phone numbers found for WABA ${handed.businessAccountId}`)
  const reportedExpiry = await requireAccess(token, handed.businessAccountId, { graph, tokens })
  return { ...handed, token, numbers, expiresAt: reportedExpiry ?? expiresAt }
}

const neededScope = 'whatsapp_business_management'

/** The token is alive, one of our app, and may use the account. Answers when it ends. */
async function requireAccess(
  token: string,
  businessAccountId: string,
  { graph, tokens }: Pick<SignupParts, 'graph' | 'tokens'>,
): Promise<number | null> {
  const report = await tokens.debug(token).catch((error: unknown) => {
    throw new SignupRefused(`The token could not be checked: ${redact(wordsOf(error), [token])}`)
  })
  if (!report.isValid) throw new SignupRefused('The token is not valid')
  if (report.appId !== tokens.appId) throw new SignupRefused('The token belongs to another Meta app')
  if (!report.scopes.includes(neededScope)) throw new SignupRefused('No WABA scope found in token')
  const targets = report.targets(neededScope)
  if (targets && !targets.includes(businessAccountId))
    throw new SignupRefused(
      `Token does not have access to WABA ${businessAccountId}. Authorized WABAs: [${targets.join(', ')}]`,
    )
  // A scope for all accounts names none: then the account itself has to answer.
  if (!targets)
    await graph.get({ token }, businessAccountId, { fields: 'id' }).catch(() => {
      throw new SignupRefused(`Token does not have access to WABA ${businessAccountId}. Authorized WABAs: []`)
    })
  return report.expiresAt
}

/** The number that was chosen; else the first that no inbox has; else the first, to say that it is taken. */
async function chooseNumber({ numbers, phoneNumberId }: Granted, { channels, type }: SignupParts) {
  const chosen = numbers.find(({ id }) => id === phoneNumberId)
  if (chosen) return chosen
  for (const number of numbers) if ((await channels.find(type, number.phone)).length === 0) return number
  return numbers[0]
}

function numberAgain({ numbers, phoneNumberId }: Granted, { identity }: ChannelRecord): AccountNumber | undefined {
  const chosen = numbers.find(({ id }) => id === phoneNumberId)
  const isWaiting = !identity.startsWith('+')
  const number = chosen ?? numbers.find(({ phone }) => phone === identity) ?? numbers[0]
  if (!isWaiting && number?.phone !== identity)
    throw new SignupRefused(`Phone number mismatch. Expected ${identity}, got ${number?.phone ?? 'none'}`)
  return number
}

const nameOf = (number: AccountNumber | undefined): string =>
  number ? `${number.verifiedName ?? number.phone} WhatsApp` : 'WhatsApp'

const taken = (identity: string): SignupRefused => new SignupRefused(`Channel already exists: ${identity}`)

const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'status' in error && error.status === 422 && /already been taken/.test(textOf(error))

const textOf = (error: Error): string => `${error.message} ${JSON.stringify('body' in error ? error.body : '')}`
