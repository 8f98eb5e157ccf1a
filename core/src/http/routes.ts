import { fileRoutes } from '../files/file.routes.ts'
import type { Route } from './route.ts'

/** The route table of the core, resource by resource. */
export const routes: Route[] = [...fileRoutes]
