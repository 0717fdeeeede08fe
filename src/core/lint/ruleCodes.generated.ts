// Written by `npm run generate`. Do not edit.
/** The codes of all rules, for those who do not need the rules themselves. */
export const ruleCodes: readonly string[] = ["PP001","PP002","PP003","PP004","PP005","PP006","PP007","PP008","PP009","PP010","PP011","PP012","PP101","PP102","PP104","PP105","PP106","PP201","PP202","PP203","PP204","PP205","PP206","PP207","PP210","PP301","PP302","PP303","PP401","PP501","PP502","PP503","PP504","PP505","PP506","PP507","PP508","PP601","PP602","PP603","PP604","PP605","PP606","PP607","PP608","PP609","PP900"];
