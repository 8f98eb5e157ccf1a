import { hostname } from 'node:os'
import { DefaultLogger, makeTelemetryFilterString, type NativeConnection, Runtime, Worker } from '@temporalio/worker'
import type { Activities } from '../src/activities.ts'

export interface WorkerOptions {
  connection: NativeConnection
  namespace: string
  taskQueue: string
  codePath: string
  activities: Activities
}

/** A worker for all processes. It is stopped by its owner alone, and within 10 seconds. */
export function createWorker({
  connection,
  namespace,
  taskQueue,
  codePath,
  activities,
}: WorkerOptions): Promise<Worker> {
  return Worker.create({
    connection,
    namespace,
    taskQueue,
    workflowBundle: { codePath },
    activities,
    identity: `cordboard-${hostname()}-${process.pid}`,
    shutdownGraceTime: '4s',
    shutdownForceTime: '8s',
    // A waiting channel in memory costs some 600 kB; one that is not there is read from its history when it wakes.
    maxCachedWorkflows: 100,
    workflowTaskPollerBehavior: { type: 'autoscaling', minimum: 2, initial: 2, maximum: 10 },
    activityTaskPollerBehavior: { type: 'autoscaling', minimum: 1, initial: 2, maximum: 10 },
    maxConcurrentWorkflowTaskExecutions: 20,
    maxConcurrentActivityTaskExecutions: 50,
    maxConcurrentLocalActivityExecutions: 20,
  })
}

let isInstalled = false

/** Before any connection is made: the SDK would take the process's signals for itself. */
export function installRuntime(): void {
  if (isInstalled) return
  isInstalled = true
  Runtime.install({
    logger: new DefaultLogger('WARN'),
    shutdownSignals: [],
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }) } },
  })
}
