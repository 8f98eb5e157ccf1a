import type { Account } from './account.entity.ts'
import { currentCacheKeys } from './cache-keys.ts'

const planKeys = ['plan_name', 'subscribed_quantity', 'subscription_status', 'subscription_ends_on']
const profileKeys = [
  'industry',
  'company_size',
  'timezone',
  'logo',
  'onboarding_step',
  'marked_for_deletion_at',
  'marked_for_deletion_reason',
]

export const presentAccount = (account: Account) => ({
  settings: account.settings,
  created_at: account.createdAt.toISOString(),
  ...(Object.keys(account.customAttributes).length > 0 && {
    custom_attributes: presentAttributes(account.customAttributes),
  }),
  domain: account.domain ?? null,
  features: Object.fromEntries(account.features.map((name) => [name, true])),
  id: account.id,
  locale: account.locale,
  name: account.name,
  support_email: account.supportEmail ?? null,
  status: account.status === 0 ? 'active' : 'suspended',
  cache_keys: currentCacheKeys(account.cacheKeys),
})

const presentAttributes = (attributes: Record<string, unknown>) => ({
  ...Object.fromEntries(planKeys.map((key) => [key, attributes[key] ?? null])),
  ...Object.fromEntries(profileKeys.filter((key) => key in attributes).map((key) => [key, attributes[key]])),
})
