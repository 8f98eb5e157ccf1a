import type { EntityManager } from '@mikro-orm/postgresql'
import { invalidRecord } from '../../errors.ts'
import { newToken } from '../../secrets/token.ts'
import { plainText } from '../plain-text.ts'
import { emailAddress } from './email.ts'
import { checkPassword, hashPassword } from './password.ts'
import { User } from './user.entity.ts'

export interface NewUser {
  email: string
  /** Default: the local part of the address. */
  name?: string | undefined
  displayName?: string | null
  /** Without one nobody can sign in until the owner of the address chooses one. */
  password?: string
  confirmed?: boolean
  isInstallationAdministrator?: boolean
}

/** Creates a person. Throws a 422 for a bad address, a weak password or an address in use. */
export async function createUser(em: EntityManager, input: NewUser): Promise<User> {
  const email = emailAddress(input.email)
  if (input.password !== undefined) checkPassword(input.password)
  if (await em.findOne(User, { email })) throw invalidRecord({ email: 'Email has already been taken' })
  const user = em.create(User, {
    email,
    name: userName(input.name ?? (email.split('@')[0] as string)),
    displayName: input.displayName ?? null,
    passwordDigest: input.password === undefined ? null : await hashPassword(input.password),
    confirmedAt: input.confirmed ? new Date() : null,
    isInstallationAdministrator: input.isInstallationAdministrator ?? false,
    pubsubToken: newToken(),
  })
  await em.flush()
  return user
}

/** The name of a person as it is stored. */
export function userName(text: string): string {
  const name = plainText(text)
  if (name === '') throw invalidRecord({ name: "Name can't be blank" })
  if (name.length > 255) throw invalidRecord({ name: 'Name is too long (maximum is 255 characters)' })
  return name
}
