import type { EntityManager } from '@mikro-orm/postgresql'
import { query } from '../../database/query.ts'
import { invalidRecord } from '../../errors.ts'
import type { ChannelDraft } from '../../kernel/payloads.ts'

/**
 * Keeps a channel's identity to one inbox of the whole installation: providers' webhooks name only the identity, so a
 * second inbox, above all one of another account, would hear what was written to the first. Holds until the transaction
 * ends.
 */
export async function claimIdentity(
  em: EntityManager,
  type: string,
  draft: Pick<ChannelDraft, 'input' | 'identity'>,
  channelId = 0,
): Promise<void> {
  await query(em, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [`channel ${type} ${draft.identity}`])
  const taken = await query(em, 'select 1 from channels where type = $1 and identity = $2 and id <> $3', [
    type,
    draft.identity,
    channelId,
  ])
  if (taken.length === 0) return
  const attribute = identityKey(draft)
  throw invalidRecord({ [attribute]: `${titled(attribute)} has already been taken` })
}

// Which of the entered values became the identity.
const identityKey = ({ input, identity }: Pick<ChannelDraft, 'input' | 'identity'>): string =>
  Object.keys(input).find((key) => bare(input[key]) === bare(identity)) ?? 'channel'

const bare = (value: unknown) => (typeof value === 'string' ? value.replace(/[\s()+-]/g, '').toLowerCase() : undefined)

const titled = (key: string) => (key.charAt(0).toUpperCase() + key.slice(1)).replaceAll('_', ' ')
