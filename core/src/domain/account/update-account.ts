import type { EntityManager } from '@mikro-orm/postgresql'
import { invalidRecord } from '../../errors.ts'
import { isEmail } from '../user/email.ts'
import type { Account } from './account.entity.ts'
import type { AccountInput } from './account.schema.ts'
import { accountName } from './account-name.ts'

const profileKeys = ['industry', 'company_size', 'timezone']
const settingKeys = [
  'auto_resolve_after',
  'auto_resolve_message',
  'auto_resolve_ignore_waiting',
  'auto_resolve_label',
  'audio_transcriptions',
]

/** Changes what the input names and leaves the rest. Settings and profile are merged into what is stored. */
export async function updateAccount(em: EntityManager, account: Account, input: AccountInput): Promise<Account> {
  if (input.support_email && !isEmail(input.support_email))
    throw invalidRecord({ support_email: 'Support email is invalid' })
  if (input.name !== undefined) account.name = accountName(input.name)
  if (input.locale !== undefined) account.locale = input.locale
  if (input.domain !== undefined) account.domain = input.domain
  if (input.support_email !== undefined) account.supportEmail = input.support_email
  account.settings = { ...account.settings, ...pick(input, settingKeys) }
  account.customAttributes = { ...account.customAttributes, ...pick(input, profileKeys), ...nextStep(account) }
  await em.flush()
  return account
}

const pick = (input: AccountInput, keys: readonly string[]) =>
  Object.fromEntries(keys.filter((key) => input[key] !== undefined).map((key) => [key, input[key]]))

// The dashboard's tour after sign-up: first the account, then its people.
const nextStep = ({ customAttributes }: Account) =>
  customAttributes.onboarding_step === 'account_update' ? { onboarding_step: 'invite_team' } : {}
