import type { User } from '../domain/user/user.entity.ts'

/** What a session's answers carry: clients keep the newest and send it back. Tokens are not rotated. */
export const sessionHeaders = (
  user: Pick<User, 'email'>,
  session: { token: string; client: string; expiresAt: Date },
): Record<string, string> => ({
  'access-token': session.token,
  'token-type': 'Bearer',
  client: session.client,
  expiry: String(Math.floor(session.expiresAt.getTime() / 1000)),
  uid: user.email,
})
