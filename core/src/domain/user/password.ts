import { randomBytes } from 'node:crypto'
import { invalidRecord } from '../../errors.ts'

const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const shortest = 6
const longest = 128
const ingredients = [/\p{Lu}/u, /\p{Ll}/u, /\d/, /[^\p{L}\d\s]/u]

export const hashPassword = async (password: string): Promise<string> =>
  (await import('@node-rs/argon2')).hash(password, cost)

// A digest that no password has: an unknown user costs the same time as a wrong password.
const nobody = `$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}$${random(16)}$${random(32)}`

function random(bytes: number): string {
  return randomBytes(bytes).toString('base64').replaceAll('=', '')
}

/** Whether the password fits; takes as long where there is no digest to compare with. */
export async function passwordFits(passwordDigest: string | null | undefined, password: string): Promise<boolean> {
  const { verify } = await import('@node-rs/argon2')
  const fits = await verify(passwordDigest ?? nobody, password)
  return fits && Boolean(passwordDigest)
}

/** Throws a 422 that says what is missing from a password: 6 to 128 characters, upper and lower case, a digit, a symbol. */
export function checkPassword(password: string, confirmation = password): void {
  const problem = passwordProblem(password)
  if (problem) throw invalidRecord({ password: problem })
  if (password !== confirmation)
    throw invalidRecord({ password_confirmation: "Password confirmation doesn't match Password" })
}

function passwordProblem(password: string): string | undefined {
  if (password.length < shortest) return `Password is too short (minimum is ${shortest} characters)`
  if (password.length > longest) return `Password is too long (maximum is ${longest} characters)`
  if (ingredients.every((ingredient) => ingredient.test(password))) return undefined
  return 'Password must contain an uppercase letter, a lowercase letter, a number and a special character'
}
