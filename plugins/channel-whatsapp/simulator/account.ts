import type { SimulatedNumber } from './number.ts'
import { Script } from './script.ts'
import { type WebhookManners, WebhookQueue } from './webhooks.ts'

/** An app that gets a business account's webhooks. */
export interface Subscription {
  appId: string
  appName: string
  overrideUrl: string | undefined
}

interface Surroundings {
  /** The app's own address, where account-level webhooks go whatever was overridden. */
  appUrl: () => string
  secret: () => string | undefined
}

/** A WhatsApp Business account at the simulated provider. */
export class SimulatedAccount {
  readonly id: string
  readonly script = new Script()
  readonly subscriptions: Subscription[] = []
  readonly webhooks: WebhookManners = { delay: 0, copies: 1, reorder: false, hold: false }
  readonly #queue: WebhookQueue

  constructor(id: string, { appUrl, secret }: Surroundings) {
    this.id = id
    this.#queue = new WebhookQueue({ url: appUrl, secret, manners: this.webhooks })
  }

  /** Where messages of the account go, if somebody asked for another address than the app's. */
  get overrideUrl(): string | undefined {
    return this.subscriptions.find(({ overrideUrl }) => overrideUrl)?.overrideUrl
  }

  /** Sends an account-level webhook to the app; resolves with the status of the answer. */
  tells(field: string, value: Record<string, unknown>): Promise<number> {
    const changes = [{ field, value }]
    return this.#queue.post({
      object: 'whatsapp_business_account',
      entry: [{ id: this.id, time: Math.floor(Date.now() / 1000), changes }],
    })
  }

  update(event: string, more: Record<string, unknown> = {}): Promise<number> {
    return this.tells('account_update', { event, ...more })
  }

  /** The review of a display name ends, or goes on. */
  decidesName(number: SimulatedNumber, decision: string, reason: string | null = null): Promise<number> {
    return this.tells('phone_number_name_update', {
      display_phone_number: number.digits,
      decision,
      requested_verified_name: number.profile.verifiedName,
      rejection_reason: reason,
    })
  }

  async stop(): Promise<void> {
    await this.#queue.stop()
  }
}
