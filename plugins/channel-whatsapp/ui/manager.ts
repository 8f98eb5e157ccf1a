/* Places at Meta where people do what no program may. */

export interface Ids {
  business_portfolio_id?: unknown
  business_id?: unknown
}

const id = (value: unknown): string => (typeof value === 'string' && /^\d+$/.test(value) ? value : '')

/** The number's page in WhatsApp Manager; Meta's front page where nothing is known. `business_id` is the account's id. */
export function managerUrl({ business_portfolio_id, business_id }: Ids): string {
  const [portfolio, account] = [id(business_portfolio_id), id(business_id)]
  if (!account && !portfolio) return 'https://business.facebook.com/'
  const url = new URL('https://business.facebook.com/latest/whatsapp_manager/phone_numbers/')
  url.searchParams.set('business_id', portfolio || account)
  if (portfolio && account) url.searchParams.set('asset_id', account)
  url.searchParams.set('tab', 'phone-numbers')
  return url.href
}

/** Where a WhatsApp account is paid for. */
export function billingUrl({ business_portfolio_id }: Ids): string {
  const url = new URL('https://business.facebook.com/billing_hub/accounts')
  if (id(business_portfolio_id)) url.searchParams.set('business_id', id(business_portfolio_id))
  return url.href
}

/** The ids of an inbox's account, as far as the reader may see them. */
export function idsOf(inbox: Readonly<Record<string, unknown>> | undefined): Ids {
  const configuration = (inbox?.provider_config ?? {}) as Record<string, unknown>
  return {
    business_id: configuration.business_account_id,
    business_portfolio_id: configuration.business_portfolio_id ?? inbox?.business_portfolio_id,
  }
}
