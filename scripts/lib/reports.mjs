// @ts-check
// Reads the counts out of what the test runners wrote. A test that was skipped did not pass, so it counts as failed.

/**
 * What a tier came to.
 * @typedef {object} Count
 * @property {number} passed
 * @property {number} failed
 * @property {string[]} notes one line for each thing that failed without a message of its own
 */

/**
 * @param {string} text of vitest's JSON report
 * @returns {Count}
 */
export function countVitest(text) {
  const report = JSON.parse(text);
  /** @type {Count} */
  const count = { passed: 0, failed: 0, notes: [] };
  for (const file of report.testResults) {
    for (const test of file.assertionResults) {
      if (test.status === "passed") count.passed++;
      else count.failed++;
      if (test.status !== "passed" && test.status !== "failed")
        count.notes.push(`${test.status}: ${test.fullName}`);
    }
    // A file that cannot be loaded has no tests to report.
    if (file.status === "failed" && file.assertionResults.length === 0) {
      count.failed++;
      count.notes.push(`did not load: ${file.name}`);
    }
  }
  // An error outside of any test, such as an unhandled rejection, fails the run but no test.
  if (!report.success && count.failed === 0) count.failed++;
  return count;
}

/**
 * @param {string} text of pytest's JUnit XML report
 * @returns {Count}
 */
export function countPytest(text) {
  /** @type {Count} */
  const count = { passed: 0, failed: 0, notes: [] };
  for (const [, attributes = ""] of text.matchAll(/<testsuite ([^>]*)>/g)) {
    const number = (/** @type {string} */ name) =>
      Number(new RegExp(` ${name}="(\\d+)"`).exec(` ${attributes}`)?.[1] ?? 0);
    const failed = number("failures") + number("errors") + number("skipped");
    count.failed += failed;
    count.passed += Math.max(0, number("tests") - failed);
    if (number("skipped") > 0) count.notes.push(`skipped: ${String(number("skipped"))} Python tests`);
  }
  return count;
}

/**
 * @param {readonly Count[]} counts
 * @returns {Count}
 */
export function sum(counts) {
  return {
    passed: counts.reduce((total, { passed }) => total + passed, 0),
    failed: counts.reduce((total, { failed }) => total + failed, 0),
    notes: counts.flatMap(({ notes }) => notes),
  };
}
