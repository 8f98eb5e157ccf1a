import type { EntityManager } from '@mikro-orm/postgresql'
import { type Actor, systemActor } from '../../actor.ts'
import { emit } from '../../events/emit.ts'
import { Account } from './account.entity.ts'
import { accountName } from './account-name.ts'
import { defaultFeatures } from './features.ts'

export interface NewAccount {
  name: string
  locale?: string
}

/** Opens an account with the default features. Who administers it is a membership (`addMember`). */
export async function createAccount(
  em: EntityManager,
  { name, locale = 'en' }: NewAccount,
  actor: Actor = systemActor,
): Promise<Account> {
  const account = em.create(Account, { name: accountName(name), locale, features: [...defaultFeatures] })
  await em.flush()
  await emit(em, {
    accountId: account.id,
    name: 'account.created',
    subjectType: 'account',
    subjectId: account.id,
    payload: { accountId: account.id },
    actor,
  })
  return account
}
