import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Actor } from '../actor.ts'
import type { Core } from '../core.ts'
import type { Account } from '../domain/account/account.entity.ts'
import type { Membership } from '../domain/membership/membership.entity.ts'
import type { User } from '../domain/user/user.entity.ts'
import type { RateLimit } from './rate-limits.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** One row of the route table; PATCH and PUT answer alike where only one of them has a row. Handlers hold no permission and no shape checks: those are named here. */
export interface Route<Kind extends Request = Request> {
  method: Method
  /** koa-router syntax; `/api/v1/accounts/:account_id` begins every account route. */
  path: string
  /** none: anybody. user: signed in. account: a member of the path's account. */
  auth: 'none' | 'user' | 'account'
  /** Only administrators of the account (`account`) or of the installation (`user`). */
  administrator?: boolean
  /** Key that the body is wrapped under. A flat JSON body is taken as if it were; a body without content is a 422. */
  wrapper?: string
  /** Changes the unwrapped body before its schema is checked. */
  prepare?(body: Record<string, unknown>): Record<string, unknown>
  /** JSON Schema of the body. Values are coerced and unknown keys ignored; a violation is a 422. */
  body?: object
  /** The body is not read: the handler takes `request.stream`. */
  rawBody?: boolean
  /** How often it may be called; more is a 429. */
  limits?: readonly RateLimit[]
  /** A mutation runs in one transaction unless this is false. */
  transaction?: boolean
  /** What it returns is the JSON body with status 200; undefined is an empty body; a `Reply` says more. A function is called for it once the transaction is committed: presenting needs no transaction. */
  handle(request: Kind): Promise<unknown>
}

export interface Request {
  core: Core
  em: EntityManager
  params: Record<string, string>
  /** Bracketed names nested, e.g. `labels[]=a` is `{labels: ['a']}`. */
  query: Record<string, unknown>
  body: Record<string, unknown>
  /** The unread body of a `rawBody` route. */
  stream: Readable
  headers: IncomingHttpHeaders
  ip: string
  requestId: string
  user: User | null
  actor: Actor
  /** How the caller proved who they are; null for `auth: 'none'`. */
  session: { client: string; token: string; expiresAt: Date } | { apiToken: true } | null
}

/** A request inside an account. Every query it makes names `account.id`. */
export interface AccountRequest extends Request {
  user: User
  account: Account
  membership: Membership
}

/** A reply that is more than a JSON body with status 200. */
export class Reply {
  readonly status: number
  readonly body: unknown
  readonly headers: Record<string, string>
  constructor(status: number, body?: unknown, headers: Record<string, string> = {}) {
    this.status = status
    this.body = body
    this.headers = headers
  }
}

/** A file of a multipart body, as a value where the form had the file. Lies in a temporary folder until the request ends. */
export interface UploadedFile {
  readonly filename: string
  readonly contentType: string
  readonly path: string
  readonly bytes: number
}

export const isUploadedFile = (value: unknown): value is UploadedFile =>
  typeof value === 'object' && value !== null && 'path' in value && 'bytes' in value && 'filename' in value

/** Routes of an account: `/labels` stands for `/api/v1/accounts/:account_id/labels`. */
export const accountRoutes = (routes: Omit<Route<AccountRequest>, 'auth'>[]): Route[] =>
  routes.map(
    (route) => ({ ...route, auth: 'account', path: `/api/v1/accounts/:account_id${route.path}` }) as unknown as Route,
  )
