import { writeLetter } from '../../mail/letter.ts'
import type { Mail } from '../../mail/mail.ts'

interface Reader {
  name: string
  email: string
}

/** Asks whoever owns the address to choose a new password. */
export const resetLetter = (baseUrl: string, { name, email }: Reader, token: string): Mail =>
  writeLetter({
    to: email,
    subject: 'Choose a new password',
    paragraphs: [
      `Hello ${name},`,
      'somebody asked to change the password of your Cordboard account. If that was you, follow the link within six hours. If not, ignore this letter: nothing has changed.',
    ],
    link: { label: 'Choose a new password', url: `${baseUrl}/app/auth/password/edit?reset_password_token=${token}` },
  })

/** Asks whoever owns the address to confirm it. `email` is where it goes, which may be an address not yet in use. */
export const confirmationLetter = (baseUrl: string, { name, email }: Reader, token: string): Mail =>
  writeLetter({
    to: email,
    subject: 'Confirm your e-mail address',
    paragraphs: [`Hello ${name},`, 'please confirm that this address is yours.'],
    link: { label: 'Confirm this address', url: `${baseUrl}/app/auth/confirmation?confirmation_token=${token}` },
  })

/** Invites a person who has no password yet: the link lets them choose one, which confirms the address too. */
export const invitationLetter = (
  baseUrl: string,
  { name, email }: Reader,
  { inviter, accountName, token }: { inviter: string; accountName: string; token: string },
): Mail =>
  writeLetter({
    to: email,
    subject: `${inviter} invites you to ${accountName}`,
    paragraphs: [`Hello ${name},`, `${inviter} has added you to ${accountName} on Cordboard.`],
    link: {
      label: 'Choose a password and begin',
      url: `${baseUrl}/app/auth/password/edit?reset_password_token=${token}`,
    },
  })

/** Tells somebody who has signed in before about one more account. */
export const addedLetter = (
  baseUrl: string,
  { name, email }: Reader,
  { inviter, accountName }: { inviter: string; accountName: string },
): Mail =>
  writeLetter({
    to: email,
    subject: `${inviter} added you to ${accountName}`,
    paragraphs: [
      `Hello ${name},`,
      `${inviter} has added you to ${accountName} on Cordboard. Sign in as you always do.`,
    ],
    link: { label: 'Open Cordboard', url: `${baseUrl}/app/login` },
  })
