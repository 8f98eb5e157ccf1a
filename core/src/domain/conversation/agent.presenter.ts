import { type AvatarRow, avatarJson, avatarUrl, type Surroundings } from '../surroundings.ts'

/** A user seen inside an account, as `agentJson` reads it. */
export interface AgentRow {
  id: number
  name: string
  display_name: string | null
  email: string
  confirmed: boolean
  custom_attributes: Record<string, unknown>
  avatar: AvatarRow | null
  /** Null when the user is no longer a member. */
  role: number | null
  auto_offline: boolean | null
}

const roles = ['agent', 'administrator'] as const

/** SQL of user `u` in account `$1`, with membership `au` (may be null), as a JSON object. */
export const agentJson = (u: string, au: string): string => `json_build_object(
  'id', ${u}.id, 'name', ${u}.name, 'display_name', ${u}.display_name, 'email', ${u}.email,
  'confirmed', ${u}.confirmed_at is not null, 'custom_attributes', ${u}.custom_attributes,
  'avatar', ${avatarJson(`${u}.avatar_blob_id`)}, 'role', ${au}.role, 'auto_offline', ${au}.auto_offline)`

/** SQL of the user with an id, as {Agent} of account `$1`; null when there is none. */
export const agentById = (userId: string): string => `(
  select ${agentJson('u', 'au')} from users u
  left join account_users au on au.account_id = $1 and au.user_id = u.id where u.id = ${userId})`

const availableName = (row: { name: string; display_name: string | null }) => row.display_name || row.name

/** {Agent} */
export const presentAgentRow = (row: AgentRow, accountId: number, around: Surroundings) => ({
  id: row.id,
  account_id: accountId,
  availability_status: around.users.get(row.id) ?? 'offline',
  auto_offline: row.auto_offline ?? true,
  confirmed: row.confirmed,
  email: row.email,
  provider: 'email',
  available_name: availableName(row),
  ...(Object.keys(row.custom_attributes).length > 0 ? { custom_attributes: row.custom_attributes } : {}),
  name: row.name,
  role: row.role === null ? null : (roles[row.role] ?? 'agent'),
  thumbnail: avatarUrl(row.avatar, around),
})

/** What {UserEvent} needs of a user. */
export type UserRow = Pick<AgentRow, 'id' | 'name' | 'display_name' | 'avatar'>

/** SQL of user `u` as {UserEvent} columns. */
export const userJson = (u: string): string => `json_build_object(
  'id', ${u}.id, 'name', ${u}.name, 'display_name', ${u}.display_name, 'avatar', ${avatarJson(`${u}.avatar_blob_id`)})`

/** {UserEvent}: a user in realtime frames and as a sender. */
export const presentUserEvent = (row: UserRow, around: Surroundings) => ({
  id: row.id,
  name: row.name,
  available_name: availableName(row),
  avatar_url: avatarUrl(row.avatar, around),
  type: 'user',
  availability_status: around.users.get(row.id) ?? 'offline',
  thumbnail: avatarUrl(row.avatar, around),
})
