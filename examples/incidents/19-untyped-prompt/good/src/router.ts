// Sends each request to the queue that the model names.
const PROMPT = "support/triage";

export async function queueOf(
  ask: (prompt: string, inputs: object) => Promise<string>,
  request: string,
): Promise<string> {
  const answer = await ask(PROMPT, { request });
  return JSON.parse(answer)["queue"];
}
