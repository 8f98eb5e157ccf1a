import { EventEmitter } from 'node:events'
import { Customer, type CustomerProfile } from './customer.ts'
import { messageId } from './message-id.ts'
import { Registration } from './registration.ts'
import { Script } from './script.ts'
import { type WebhookManners, WebhookQueue } from './webhooks.ts'

export interface NumberProfile {
  phoneNumberId: string
  businessAccountId: string
  /** As people write it, e.g. `+1 555-010-4477`. */
  displayPhoneNumber: string
  verifiedName: string
  token: string
  /** Fields of the phone number node beyond the usual ones, e.g. `platform_type`. */
  health?: Record<string, unknown>
  templates?: Record<string, unknown>[]
}

export interface StatusManners {
  /** Milliseconds after the send; null = the status never comes. */
  sent: number | null
  delivered: number | null
  read: number | null
}

/** A message that the business sent, as the provider got it. */
export interface SentMessage {
  id: string
  to: string
  at: number
  body: Record<string, unknown>
  status: 'accepted' | 'sent' | 'delivered' | 'read' | 'failed'
}

interface Surroundings {
  webhookUrl: (number: SimulatedNumber) => string
  secret: () => string | undefined
  statuses: StatusManners
}

/** What most numbers' nodes say. */
const usual = {
  name_status: 'APPROVED',
  quality_rating: 'GREEN',
  messaging_limit_tier: 'TIER_1K',
  account_mode: 'LIVE',
  code_verification_status: 'VERIFIED',
  throughput: { level: 'STANDARD' },
  last_onboarded_time: '2026-10-02T06:11:08+0000',
  platform_type: 'CLOUD_API',
  status: 'CONNECTED',
  is_on_biz_app: false,
  is_official_business_account: false,
  health_status: { can_send_message: 'AVAILABLE', entities: [] },
}

/** What the node of a number says whose name is being looked through, and which is registered nowhere. */
export const pendingHealth = {
  name_status: 'PENDING_REVIEW',
  platform_type: 'NOT_APPLICABLE',
  throughput: { level: 'NOT_APPLICABLE' },
  quality_rating: 'NA',
  status: 'PENDING',
}

/** A business number at the simulated provider, with its customers and everything that was said. */
export class SimulatedNumber extends EventEmitter<{
  sent: [SentMessage]
  status: [SentMessage]
  seen: [string]
  typing: [string]
  /** The node says something else. */
  node: []
}> {
  readonly profile: NumberProfile
  readonly script = new Script()
  readonly registration = new Registration(
    () => this.node,
    (fields) => this.shows(fields),
  )
  /** Address of this number's own, which goes before that of its account. */
  overrideUrl: string | undefined
  readonly #next: Record<string, unknown>[] = []
  readonly sent: SentMessage[] = []
  readonly customers = new Map<string, Customer>()
  readonly webhooks: WebhookManners = { delay: 0, copies: 1, reorder: false, hold: false }
  readonly statuses: StatusManners
  readonly #queue: WebhookQueue
  readonly #timers = new Set<NodeJS.Timeout>()

  constructor(profile: NumberProfile, { webhookUrl, secret, statuses }: Surroundings) {
    super()
    this.profile = profile
    this.statuses = { ...statuses }
    this.#queue = new WebhookQueue({ url: () => webhookUrl(this), secret, manners: this.webhooks })
  }

  /** The number's node: what the provider says of it now. */
  get node(): Record<string, unknown> {
    const { phoneNumberId, displayPhoneNumber, verifiedName, health } = this.profile
    return {
      ...usual,
      ...health,
      display_phone_number: displayPhoneNumber,
      verified_name: verifiedName,
      id: phoneNumberId,
    }
  }

  /** From now on the node says this, too. */
  shows(fields: Record<string, unknown>): void {
    this.profile.health = { ...this.profile.health, ...fields }
    this.emit('node')
  }

  /** The next looks at the node show these changes, one after another; each stays until the next. */
  showsNext(...steps: Record<string, unknown>[]): void {
    this.#next.push(...steps)
  }

  /** Somebody looks at the node. */
  look(): Record<string, unknown> {
    const step = this.#next.shift()
    if (step) this.shows(step)
    return this.node
  }

  get digits(): string {
    return this.profile.displayPhoneNumber.replace(/\D/g, '')
  }

  customer(profile: CustomerProfile): Customer {
    const key = profile.waId ?? profile.userId ?? ''
    const known = this.customers.get(key)
    if (known) return known
    const customer = new Customer(this, profile)
    this.customers.set(key, customer)
    return customer
  }

  /** Sends a webhook about this number; resolves with the status of the answer. */
  notify(value: Record<string, unknown>, field = 'messages'): Promise<number> {
    return this.notifyAll([value], field)
  }

  /** The same with several changes in one body. */
  notifyAll(values: Record<string, unknown>[], field = 'messages'): Promise<number> {
    const metadata = { display_phone_number: this.digits, phone_number_id: this.profile.phoneNumberId }
    const changes = values.map((value) => ({ field, value: { messaging_product: 'whatsapp', metadata, ...value } }))
    return this.#queue.post({
      object: 'whatsapp_business_account',
      entry: [{ id: this.profile.businessAccountId, changes }],
    })
  }

  /** Ends `webhooks.hold`. */
  release(): void {
    this.webhooks.hold = false
    this.#queue.wake()
  }

  /** Takes a message of the business and lets its statuses follow. */
  accept(body: Record<string, unknown>): SentMessage {
    const to = String(body.to ?? body.recipient ?? '').replace(/^\+/, '')
    const message: SentMessage = { id: messageId(), to, at: Date.now(), body, status: 'accepted' }
    this.sent.push(message)
    this.emit('sent', message)
    for (const status of ['sent', 'delivered', 'read'] as const)
      this.#later(this.statuses[status], () => this.report(message, status))
    return message
  }

  /** Tells Cordboard how far a message has come. */
  async report(
    message: SentMessage,
    status: 'sent' | 'delivered' | 'read' | 'failed',
    error?: { code: number; title: string },
  ): Promise<void> {
    message.status = status
    this.emit('status', message)
    const callback = message.body.biz_opaque_callback_data
    await this.notify({
      statuses: [
        {
          id: message.id,
          status,
          timestamp: String(Math.floor(Date.now() / 1000)),
          recipient_id: message.to,
          ...(callback === undefined ? {} : { biz_opaque_callback_data: callback }),
          ...(error ? { errors: [{ ...error, message: error.title }] } : {}),
        },
      ],
    })
  }

  #later(milliseconds: number | null, work: () => void): void {
    if (milliseconds === null) return
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      work()
    }, milliseconds)
    this.#timers.add(timer)
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer)
    await this.#queue.stop()
  }
}
