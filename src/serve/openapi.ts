import { z } from "zod"
import type { AnyCourtesy, AnyDialect, UndecidedPolicy } from "./dialect.ts"

/** What a description is made of. */
export interface Described {
  readonly version: string
  readonly dialects: readonly AnyDialect[]
  readonly courtesies: readonly AnyCourtesy[]
  readonly needsToken: boolean
  policyOf(dialect: AnyDialect): UndecidedPolicy
}

/** The description of every route, made of the schemas that check the requests. */
export function openApi(described: Described): object {
  const { version, dialects, courtesies, needsToken, policyOf } = described
  return {
    openapi: "3.1.0",
    info: {
      title: "Agon reward server",
      version,
      description: "One symbolic judge of answers behind the dialects of several trainers.",
    },
    paths: {
      ...Object.fromEntries([
        ...dialects.flatMap((one) => placed(one, policyWords(one, policyOf(one)))),
        ...courtesies.flatMap((one) => placed(one, "Nothing is judged.")),
      ]),
      "/v1/policy": { get: getOf("What the server makes of undecided verdicts, and its limits") },
      "/healthz": { get: { ...getOf("Whether answers can be judged"), security: [] } },
      "/metrics": { get: getOf("Counters for Prometheus", "text/plain") },
    },
    // Either will do; a server of this machine alone asks for neither.
    security: needsToken ? [{ bearer: [] }, { basic: [] }] : [],
    components: {
      schemas: { Refused: schemaOf(Refused) },
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer" },
        basic: { type: "http", scheme: "basic" },
      },
    },
  }
}

/** What a status above 299 comes with; `/v1/judge` gives its verdicts with 422, too. */
const Refused = z.looseObject({ error: z.object({ code: z.string(), message: z.string() }) })

function policyWords({ undecided }: AnyDialect, policy: UndecidedPolicy): string {
  return `An undecided verdict becomes: ${policy} (by default: ${undecided}).`
}

/** A route at its path, and at that of its client's own. */
function placed(
  { path, alias, about, request, reply }: AnyDialect | AnyCourtesy,
  description: string,
): (readonly [path: string, methods: object])[] {
  const post = { summary: about, description, ...postOf(request, reply) }
  return [path, ...(alias === undefined ? [] : [alias])].map((at) => [at, { post }])
}

function postOf(request: z.ZodType, reply: z.ZodType): object {
  return {
    requestBody: { required: true, content: jsonOf(request) },
    responses: {
      200: { description: "Judged", content: jsonOf(reply) },
      ...Object.fromEntries(
        Object.entries(REFUSALS).map(([status, description]) => [
          status,
          { description, content: REFUSED },
        ]),
      ),
    },
  }
}

const REFUSALS = {
  400: "Not understood",
  401: "The token is missing or wrong",
  403: "A page of another site asks, or the Host header names another machine",
  413: "The body is too large",
  415: "The body has a content encoding",
  422: "An item makes no sense, or is undecided where that is an error",
  503: "Too much is waiting: try again",
} as const
const REFUSED = { "application/json": { schema: { $ref: "#/components/schemas/Refused" } } }

function jsonOf(schema: z.ZodType): object {
  return { "application/json": { schema: schemaOf(schema) } }
}

function schemaOf(schema: z.ZodType): object {
  const { $schema: _, ...plain } = z.toJSONSchema(schema, { io: "input" })
  return plain
}

function getOf(about: string, type = "application/json"): object {
  return { summary: about, responses: { 200: { description: about, content: { [type]: {} } } } }
}
