import type { Pool } from 'pg'

/** How long a heartbeat counts. Clients send one every 20 s; the slack keeps them from blinking. */
export const presenceSeconds = 25

export type Availability = 'online' | 'busy' | 'offline'
const chosen: readonly Availability[] = ['online', 'offline', 'busy']

/** Heartbeats of users and contacts, shared by all nodes through the database. */
export interface Presence {
  beat(accountId: number, kind: 'user' | 'contact', id: number): Promise<void>
  /** Users who are there, or whose availability does not depend on it, with what they chose. Keys are ids. */
  users(accountId: number): Promise<Record<string, Availability>>
  contacts(accountId: number): Promise<Record<string, 'online'>>
  availabilityOf(accountId: number, userIds: readonly number[]): Promise<Map<number, Availability>>
}

export function createPresence(pool: Pool): Presence {
  return {
    async beat(accountId, kind, id) {
      await pool.query({
        name: 'presence-beat',
        text: `insert into presences (account_id, kind, subject_id) values ($1, $2, $3)
               on conflict (account_id, kind, subject_id) do update set seen_at = now()`,
        values: [accountId, kind, id],
      })
    },
    async users(accountId) {
      const members = await effective(pool, accountId, null)
      return Object.fromEntries(
        members
          .filter(({ there, auto_offline }) => there || !auto_offline)
          .map(({ user_id, availability }) => [user_id, chosen[availability] ?? 'offline']),
      )
    },
    async contacts(accountId) {
      const { rows } = await pool.query<{ subject_id: number }>({
        name: 'presence-contacts',
        text: `select subject_id from presences where account_id = $1 and kind = 'contact' and seen_at > now() - make_interval(secs => $2)`,
        values: [accountId, presenceSeconds],
      })
      return Object.fromEntries(rows.map(({ subject_id }) => [subject_id, 'online' as const]))
    },
    async availabilityOf(accountId, userIds) {
      const members = await effective(pool, accountId, userIds)
      return new Map(
        members.map(({ user_id, availability, auto_offline, there }) => [
          user_id,
          auto_offline && !there ? 'offline' : (chosen[availability] ?? 'offline'),
        ]),
      )
    },
  }
}

interface MemberPresence {
  user_id: number
  availability: number
  auto_offline: boolean
  there: boolean
}

async function effective(pool: Pool, accountId: number, userIds: readonly number[] | null): Promise<MemberPresence[]> {
  const { rows } = await pool.query<MemberPresence>({
    name: 'presence-members',
    text: `select account_users.user_id, availability, auto_offline,
             coalesce(presences.seen_at > now() - make_interval(secs => $2), false) as there
           from account_users
           left join presences on presences.account_id = account_users.account_id and kind = 'user' and subject_id = account_users.user_id
           where account_users.account_id = $1 and ($3::bigint[] is null or account_users.user_id = any($3))`,
    values: [accountId, presenceSeconds, userIds],
  })
  return rows
}
