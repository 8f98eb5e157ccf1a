import { Account } from '@cordboard/core/domain/account/account.entity.ts'
import { createAccount } from '@cordboard/core/domain/account/create-account.ts'
import { addMember } from '@cordboard/core/domain/membership/add-member.ts'
import { administrator, agent } from '@cordboard/core/domain/membership/role.ts'
import { accessTokenOf } from '@cordboard/core/domain/user/access-token.ts'
import { createUser } from '@cordboard/core/domain/user/create-user.ts'
import type { User } from '@cordboard/core/domain/user/user.entity.ts'
import type { Product } from './product.ts'

/** The password of everybody in tests. */
export const password = 'Correct-horse-1'

/** The path of an account's routes. */
export const accountPath = (account: Account): string => `/api/v1/accounts/${account.id}`

export interface Member {
  account: Account
  user: User
  /** For the header `api_access_token`. */
  token: string
}

/** A new account with its administrator, who signs in with `password`. */
export async function createAccountWithAdministrator(
  product: Product,
  { name = 'Acme', email }: { name?: string; email?: string } = {},
): Promise<{ account: Account; administrator: User; token: string }> {
  const account = await createAccount(product.core.orm.em.fork(), { name })
  const { user, token } = await join(product, account, administrator, email ?? address('admin'), 'Ada Admin')
  return { account, administrator: user, token }
}

/** An account that was made some other way, by its id. */
export const accountOf = (product: Product, id: number): Promise<Account> =>
  product.core.orm.em.fork().findOneOrFail(Account, { id })

/** A new agent of the account, who signs in with `password`. */
export const createAgent = (
  product: Product,
  account: Account,
  { name = 'Alan Agent', email }: { name?: string; email?: string } = {},
): Promise<Member> => join(product, account, agent, email ?? address('agent'), name)

async function join(product: Product, account: Account, role: number, email: string, name: string): Promise<Member> {
  const em = product.core.orm.em.fork()
  const user = await createUser(em, { email, name, password, confirmed: true })
  await addMember(em, { accountId: account.id, userId: user.id, role })
  return { account, user, token: await accessTokenOf(product.core, em, user.id) }
}

let people = 0
const address = (name: string) => {
  people += 1
  return `${name}-${people}@acme.test`
}
