import type { EntityManager } from '@mikro-orm/postgresql'
import type { Core } from '../../core.ts'
import { invalidRecord, unprocessable } from '../../errors.ts'
import { changeAvatar } from '../avatar.ts'
import { plainText } from '../plain-text.ts'
import { userName } from './create-user.ts'
import { emailAddress } from './email.ts'
import { letters } from './letter.jobs.ts'
import { checkPassword, passwordFits } from './password.ts'
import type { ProfileInput } from './profile.schema.ts'
import { changePassword } from './reset-password.ts'
import { User } from './user.entity.ts'

const maxSettingsLength = 64 * 1024

/** Changes what a user says of themselves. Answers with whether the password changed, which signs every device out. */
export async function updateProfile(
  core: Core,
  em: EntityManager,
  user: User,
  input: ProfileInput,
): Promise<{ passwordChanged: boolean }> {
  assign(user, input)
  const passwordChanged = await applyPassword(core, em, user, input)
  await applyEmail(core, em, user, input)
  await em.flush()
  await changeAvatar(core, em, user, { upload: input.avatar, accountId: null })
  return { passwordChanged }
}

function assign(user: User, input: ProfileInput): void {
  if (input.name !== undefined) user.name = userName(input.name)
  if (input.display_name !== undefined) user.displayName = input.display_name ? plainText(input.display_name) : null
  if (input.message_signature !== undefined) user.messageSignature = input.message_signature
  if (input.phone_number !== undefined)
    user.customAttributes = { ...user.customAttributes, phone_number: input.phone_number }
  if (input.ui_settings !== undefined) user.uiSettings = uiSettings(input.ui_settings)
}

function uiSettings(settings: Record<string, unknown> | null): Record<string, unknown> {
  if (JSON.stringify(settings).length > maxSettingsLength)
    throw invalidRecord({ ui_settings: `Ui settings are too large (maximum is ${maxSettingsLength} characters)` })
  return settings ?? {}
}

async function applyPassword(core: Core, em: EntityManager, user: User, input: ProfileInput): Promise<boolean> {
  const { password, password_confirmation: confirmation, current_password: current } = input
  if (!password) return false
  if (!(await passwordFits(user.passwordDigest, current ?? '')))
    throw unprocessable('Invalid current password', 'profile.password')
  checkPassword(password, confirmation ?? password)
  await changePassword(core, em, user, password)
  return true
}

// The new address takes effect when its owner has followed the link sent there.
async function applyEmail(core: Core, em: EntityManager, user: User, input: ProfileInput): Promise<void> {
  if (input.email === undefined) return
  const email = emailAddress(input.email)
  if (email === user.email) return
  if (await em.findOne(User, { email })) throw invalidRecord({ email: 'Email has already been taken' })
  user.unconfirmedEmail = email
  await core.jobs.enqueue(em, letters.confirm, { userId: user.id })
}
