/** Sign-up comes to nothing, and why, for the person who tried. */
export class SignupRefused extends Error {
  override readonly name = 'SignupRefused'
}
