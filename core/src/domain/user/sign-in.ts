import type { EntityManager } from '@mikro-orm/postgresql'
import { CordboardError } from '../../errors.ts'
import { normaliseEmail } from './email.ts'
import { passwordFits } from './password.ts'
import { User } from './user.entity.ts'

/** The user whom e-mail and password prove. Throws the same 401 whichever of them is wrong, after the same time. */
export async function signIn(em: EntityManager, email: string, password: string): Promise<User> {
  const user = await em.findOne(User, { email: normaliseEmail(email) })
  if (!(await passwordFits(user?.passwordDigest, password)) || !user)
    throw refused('session.refused', 'Invalid login credentials. Please try again.')
  if (!user.confirmedAt)
    throw refused(
      'session.unconfirmed',
      `A confirmation email was sent to your account at '${user.email}'. You must follow the instructions in the email before your account can be activated`,
    )
  return user
}

const refused = (code: string, message: string) =>
  new CordboardError(code, 401, message, { body: { success: false, errors: [message] } })
