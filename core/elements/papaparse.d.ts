/** The part of papaparse that is used here; its own types would bring the DOM and Node into core/. */
declare module 'papaparse' {
  export interface ParseResult {
    readonly data: readonly (readonly string[])[];
    readonly errors: readonly { readonly message: string }[];
  }
  const Papa: {
    parse(text: string, options: { delimiter: string; newline: string }): ParseResult;
    unparse(rows: readonly (readonly string[])[], options: { newline: string }): string;
  };
  export default Papa;
}
