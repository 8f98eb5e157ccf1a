import type { IdentityHints } from '@cordboard/plugin-sdk'
import { displayNumber, isBusinessScopedId, isPhoneId, numberVariants } from '../identity.ts'
import { type Json, present, record, records, word } from '../json.ts'

/** The people of a webhook, found by id and never by position. */
export type Profiles = ReadonlyMap<string, Json>

export function profilesOf(contacts: unknown): Profiles {
  const profiles = new Map<string, Json>()
  for (const contact of records(contacts))
    for (const id of [word(contact.wa_id), word(contact.user_id)]) if (id) profiles.set(id, contact)
  return profiles
}

/** Who wrote, from the ids on the message and the profile that came with it; undefined when nobody can be named. */
export function contactOf(phone: unknown, user: unknown, profiles: Profiles): IdentityHints | undefined {
  const profileEntry = profiles.get(word(phone) ?? '') ?? profiles.get(word(user) ?? '')
  const digits = [word(phone), word(profileEntry?.wa_id)].find((id) => id !== undefined && isPhoneId(id))
  const scoped = [word(user), word(profileEntry?.user_id)].find((id) => id !== undefined && isBusinessScopedId(id))
  const sourceId = digits ?? scoped
  if (!sourceId) return undefined
  const aliases = digits ? [...(scoped ? [scoped] : []), ...numberVariants(digits)] : []
  const profile = record(profileEntry?.profile)
  const username = word(profile?.username)
  const attributes = present({ username, whatsapp_user_id: scoped })
  return present<IdentityHints>({
    sourceId,
    aliases: aliases.length > 0 ? aliases : undefined,
    name: word(profile?.name) ?? username ?? (digits ? displayNumber(digits) : undefined),
    phone: digits && `+${digits}`,
    attributes: Object.keys(attributes).length > 0 ? attributes : undefined,
  })
}
