/** The two functions of papaparse that the product uses; @types/papaparse would bring all of Node's globals along. */
declare module 'papaparse' {
  type ParseConfig = {
    readonly delimiter?: string
    readonly newline?: string
    readonly quoteChar?: string
    readonly skipEmptyLines?: boolean | 'greedy'
    readonly header?: false
  }
  type ParseError = { readonly type: string; readonly code: string; readonly message: string; readonly row?: number }
  type ParseResult<Row> = { readonly data: Row[]; readonly errors: ParseError[] }
  const Papa: {
    parse<Row>(text: string, config?: ParseConfig): ParseResult<Row>
    unparse(
      rows: readonly (readonly unknown[])[],
      config?: { readonly delimiter?: string; readonly newline?: string }
    ): string
  }
  export default Papa
}
