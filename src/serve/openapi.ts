import { z } from "zod"
import type { AnyDialect, UndecidedPolicy } from "./dialect.ts"

/** The description of every route, made of the schemas that check the requests. */
export function openApi(
  version: string,
  dialects: readonly AnyDialect[],
  policyOf: (dialect: AnyDialect) => UndecidedPolicy,
): object {
  return {
    openapi: "3.1.0",
    info: {
      title: "Agon reward server",
      version,
      description: "One symbolic judge of answers behind the dialects of several trainers.",
    },
    paths: {
      ...Object.fromEntries(
        dialects.map((dialect) => [dialect.path, { post: postOf(dialect, policyOf(dialect)) }]),
      ),
      "/v1/policy": { get: getOf("What the server makes of undecided verdicts, and its limits") },
      "/healthz": { get: getOf("Whether answers can be judged") },
      "/metrics": { get: getOf("Counters for Prometheus", "text/plain") },
    },
    components: {
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer" },
        basic: { type: "http", scheme: "basic" },
      },
    },
  }
}

function postOf({ about, request, reply, undecided }: AnyDialect, policy: UndecidedPolicy): object {
  return {
    summary: about,
    description: `An undecided verdict becomes: ${policy} (by default: ${undecided}).`,
    requestBody: { required: true, content: jsonOf(request) },
    responses: {
      200: { description: "Judged", content: jsonOf(reply) },
      400: { description: "Not understood" },
      401: { description: "The token is missing or wrong" },
      413: { description: "The body is too large" },
      422: { description: "An item makes no sense, or is undecided where that is an error" },
      503: { description: "Too much is waiting: try again" },
    },
  }
}

function jsonOf(schema: z.ZodType): object {
  const { $schema: _, ...plain } = z.toJSONSchema(schema, { io: "input" })
  return { "application/json": { schema: plain } }
}

function getOf(about: string, type = "application/json"): object {
  return { summary: about, responses: { 200: { description: about, content: { [type]: {} } } } }
}
