import type { EntityManager } from '@mikro-orm/postgresql'
import { CordboardError, notFound } from '../../errors.ts'
import { authenticateIfAsked } from '../../http/authentication.ts'
import { Reply, type Request } from '../../http/route.ts'
import { addMember } from '../membership/add-member.ts'
import { administrator } from '../membership/role.ts'
import { createUser } from '../user/create-user.ts'
import { letters } from '../user/letter.jobs.ts'
import { presentUser } from '../user/present-user.ts'
import { newSessionHeaders } from '../user/sign-in-reply.ts'
import type { User } from '../user/user.entity.ts'
import type { Account } from './account.entity.ts'
import { createAccount } from './create-account.ts'
import { locales } from './locales.ts'

/**
 * Opens an account: for anybody where sign-up is open, else for the installation's administrators. Whoever is signed in
 * becomes its administrator, a stranger becomes a new user.
 */
export async function signUp(request: Request): Promise<() => Promise<Reply>> {
  const { core, em, headers, body } = request
  const caller = await authenticateIfAsked(em, headers)
  if (!core.configuration.signup && !caller?.user.isInstallationAdministrator) throw notFound()
  const { user, account } = await refusingWith403(() => openAccount(em, readInput(body), caller?.user))
  await addMember(em, { accountId: account.id, userId: user.id, role: administrator })
  if (!user.confirmedAt) await core.jobs.enqueue(em, letters.confirm, { userId: user.id })
  const session = caller ? {} : await newSessionHeaders(em, user)
  return async () => new Reply(200, { data: await presentSignUp(request, user, account) }, session)
}

interface SignUpInput {
  accountName: string | undefined
  name: string | undefined
  email: string | undefined
  password: string | undefined
  locale: string | undefined
}

function readInput(body: Record<string, unknown>): SignUpInput {
  const text = (key: string) => (typeof body[key] === 'string' && body[key] !== '' ? body[key] : undefined)
  return {
    accountName: text('account_name'),
    name: text('user_full_name'),
    email: text('email'),
    password: text('password'),
    locale: text('locale'),
  }
}

async function openAccount(em: EntityManager, input: SignUpInput, caller: User | undefined) {
  const user = caller ?? (await newUser(em, input))
  const account = await createAccount(em, { name: input.accountName ?? input.name ?? user.name, ...locale(input) })
  return { user, account }
}

const locale = (input: SignUpInput) => (input.locale && locales.includes(input.locale) ? { locale: input.locale } : {})

function newUser(em: EntityManager, { email, password, name }: SignUpInput): Promise<User> {
  if (!email || !password) throw new CordboardError('account.incomplete', 403, 'E-mail address and password are needed')
  return createUser(em, { email, password, name })
}

// The contract answers what is wrong with a new account with 403 and `message` alone.
async function refusingWith403<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (!CordboardError.is(error)) throw error
    throw new CordboardError('account.refused', 403, error.message, { body: { message: error.message }, cause: error })
  }
}

async function presentSignUp({ core, em }: Request, user: User, account: Account) {
  const { accounts, ...self } = await presentUser(core, em, user)
  return {
    ...self,
    account_id: account.id,
    role: 'administrator',
    created_at: user.createdAt.toISOString(),
    accounts: accounts.map(({ id, name, active_at, role }) => ({ id, name, active_at, role, locale: account.locale })),
  }
}
