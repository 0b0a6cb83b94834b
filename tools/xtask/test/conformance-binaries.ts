export async function checkBinaries(_f: string): Promise<{name:string,problem:string|undefined}[]> { return []; }
