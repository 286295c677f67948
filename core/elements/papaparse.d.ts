/** The part of papaparse that is used here; its own types would bring the DOM and Node into core/. */
declare module 'papaparse' {
  export interface ParseStep {
    readonly data: readonly string[];
    readonly errors: readonly { readonly message: string }[];
  }
  const Papa: {
    parse(text: string, options: { delimiter: string; step: (row: ParseStep) => void }): void;
  };
  export default Papa;
}
