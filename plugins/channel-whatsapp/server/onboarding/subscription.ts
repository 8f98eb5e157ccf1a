import type { ChannelRecord } from '@cordboard/plugin-sdk'
import type { WebhookState } from '../../workflows/facts.ts'
import { type Json, record, records, text, word } from '../json.ts'

/** Where webhooks of a number should go, and how to tell. */
export interface Callback {
  /** Address of the installation, without a trailing slash. */
  baseUrl: string
  /** Of the installation's own app, where it has one and the number came by it. */
  appId: string | undefined
}

export const callbackUrl = (
  { baseUrl }: Pick<Callback, 'baseUrl'>,
  { identity }: Pick<ChannelRecord, 'identity'>,
): string => (identity.startsWith('+') ? `${baseUrl}/webhooks/whatsapp/${identity}` : `${baseUrl}/webhooks/whatsapp`)

/** Whether an address is one of ours: several numbers of a business account may share one. */
export function isOurs(url: string, { baseUrl }: Pick<Callback, 'baseUrl'>): boolean {
  const own = `${baseUrl}/webhooks/whatsapp`
  return url === own || url.startsWith(`${own}/`)
}

/** The address in force on the number's own node: the most particular wins. */
export function addressInForce(node: Json | undefined): string | undefined {
  const configuration = record(node?.webhook_configuration)
  return (
    word(configuration?.phone_number) ??
    word(configuration?.whatsapp_business_account) ??
    word(configuration?.application)
  )
}

/** Where messages go, of the number's node and the apps that are subscribed to its account; undefined where not told. */
export function webhookState(node: Json | undefined, apps: Json[] | undefined, callback: Callback): WebhookState {
  const mine = apps?.filter((app) => callback.appId === undefined || appIdOf(app) === callback.appId)
  if (mine?.length === 0) return 'missing'
  const address = addressInForce(node) ?? mine?.map(overrideOf).find((url) => url !== undefined)
  if (address === undefined) return 'unknown'
  return isOurs(address, callback) ? 'ours' : 'other'
}

const appIdOf = (app: Json): string | undefined => text(record(app.whatsapp_business_api_data)?.id)

const overrideOf = (app: Json): string | undefined => word(app.override_callback_uri)

/** The apps of an answer; undefined where it has another shape. */
export const appsOf = (answer: Json): Json[] | undefined =>
  Array.isArray(answer.data) ? records(answer.data) : undefined
