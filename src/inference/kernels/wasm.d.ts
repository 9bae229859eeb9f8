/** WebAssembly compiled from AssemblyScript when the page is built (scripts/kernels.mjs). */
declare module '*.ts?wasm' {
  const binary: Uint8Array<ArrayBuffer>;
  export default binary;
}
