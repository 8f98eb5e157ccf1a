import type { Core } from '../../core.ts'
import { Account } from '../account/account.entity.ts'
import { startConfirmation } from './confirm-email.ts'
import { addedLetter, confirmationLetter, invitationLetter, resetLetter } from './letters.ts'
import { startPasswordReset } from './reset-password.ts'
import { User } from './user.entity.ts'

/** Names of the jobs that write letters. Their payloads hold ids and addresses; the links are made when they run. */
export const letters = {
  resetPassword: 'letters.reset-password',
  confirm: 'letters.confirm',
  invite: 'letters.invite',
} as const

export function defineLetterJobs(core: Core): void {
  core.jobs.define(letters.resetPassword, ({ email }) => writeResetLetter(core, String(email)))
  core.jobs.define(letters.confirm, ({ userId }) => writeConfirmationLetter(core, Number(userId)))
  core.jobs.define(letters.invite, ({ userId, accountId, inviter }) =>
    writeInvitation(core, Number(userId), Number(accountId), String(inviter)),
  )
}

async function writeResetLetter(core: Core, email: string): Promise<void> {
  const em = core.orm.em.fork()
  const user = await em.findOne(User, { email })
  if (!user) return
  const token = await startPasswordReset(em, user.id)
  await core.mail.send(resetLetter(core.configuration.url, user, token))
}

async function writeConfirmationLetter(core: Core, userId: number): Promise<void> {
  const em = core.orm.em.fork()
  const user = await em.findOne(User, { id: userId })
  if (!user) return
  const token = await startConfirmation(em, user.id)
  const reader = { name: user.name, email: user.unconfirmedEmail ?? user.email }
  await core.mail.send(confirmationLetter(core.configuration.url, reader, token))
}

async function writeInvitation(core: Core, userId: number, accountId: number, inviter: string): Promise<void> {
  const em = core.orm.em.fork()
  const [user, account] = [await em.findOne(User, { id: userId }), await em.findOne(Account, { id: accountId })]
  if (!user || !account) return
  const invitation = { inviter, accountName: account.name }
  const { url } = core.configuration
  if (user.confirmedAt) return core.mail.send(addedLetter(url, user, invitation))
  const token = await startPasswordReset(em, user.id)
  await core.mail.send(invitationLetter(url, user, { ...invitation, token }))
}
