import type { EntityManager } from '@mikro-orm/postgresql'
import { query } from '../../database/query.ts'
import type { Account } from '../account/account.entity.ts'
import { createAccount } from '../account/create-account.ts'
import { addMember } from '../membership/add-member.ts'
import { administrator } from '../membership/role.ts'
import { createUser } from './create-user.ts'
import { User } from './user.entity.ts'

export interface FirstAdministrator {
  email: string
  password: string
  name?: string
  accountName?: string
}

/**
 * Creates the installation's first administrator with an account of their own. Does nothing and answers null when
 * there is one already, so that every start may call it; of two callers at the same time one wins.
 */
export const createFirstAdministrator = (
  em: EntityManager,
  { email, password, name, accountName = 'My company' }: FirstAdministrator,
): Promise<{ user: User; account: Account } | null> =>
  em.transactional(async (em) => {
    await query(em, `select pg_advisory_xact_lock(hashtext('cordboard first administrator'))`)
    if (await hasAdministrator(em)) return null
    const account = await createAccount(em, { name: accountName })
    const user = await createUser(em, { email, password, name, confirmed: true, isInstallationAdministrator: true })
    await addMember(em, { accountId: account.id, userId: user.id, role: administrator })
    return { user, account }
  })

export const hasAdministrator = async (em: EntityManager): Promise<boolean> =>
  (await em.count(User, { isInstallationAdministrator: true })) > 0
