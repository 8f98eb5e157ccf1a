import { type Logger, pino } from 'pino'

export type Log = Logger

const secretKeys = [
  'password',
  'token',
  'access_token',
  'api_key',
  'authorization',
  'secret',
  'app_secret',
  'pin',
  'secrets',
]

/** JSON lines on standard output. Values under secret names are cut out at any depth that our code logs. */
export const createLog = (level: string): Log =>
  pino({
    level,
    base: { pid: process.pid },
    redact: { paths: secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[secret]' },
  })
