// Prompts: messages with the arguments put in. What an argument holds is text and is not looked into again.
import {
  type GetPromptResult,
  type Prompt as ListedPrompt,
  ProtocolError,
  ProtocolErrorCode,
} from "@modelcontextprotocol/server";
import { own } from "../server/own.ts";
import type { Files } from "./files.ts";
import { utf8 } from "./media.ts";
import type { Prompt } from "./model.ts";

export function listPrompts(prompts: readonly Prompt[]): ListedPrompt[] {
  return prompts.map(({ name, title, description, arguments: given }) => ({
    name,
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(given.length === 0
      ? {}
      : { arguments: given.map((argument) => ({ ...argument })) }),
  }));
}

export async function getPrompt(
  prompts: readonly Prompt[],
  name: string,
  given: Readonly<Record<string, string>>,
  files: Files | undefined,
): Promise<GetPromptResult> {
  const prompt = prompts.find((candidate) => candidate.name === name);
  if (prompt === undefined)
    throw refusal(`There is no prompt ${JSON.stringify(name)}`);
  const missing = prompt.arguments.filter(
    (argument) =>
      argument.required === true && own(given, argument.name) === undefined,
  );
  if (missing.length > 0) {
    const names = missing.map((argument) => JSON.stringify(argument.name));
    throw refusal(`The prompt asks for ${names.join(", ")}`);
  }
  const { description } = prompt;
  const messages = await messagesOf(prompt, files);
  return {
    ...(description === undefined ? {} : { description }),
    messages: messages.map(({ role, content }) => ({
      role,
      content: { type: "text", text: filled(content, prompt, given) },
    })),
  };
}

async function messagesOf(
  { messages, location }: Prompt,
  files: Files | undefined,
): Promise<Prompt["messages"]> {
  if (location === undefined) return messages;
  const bytes = await files?.read(location);
  const content = bytes === undefined ? undefined : utf8(bytes);
  if (content === undefined)
    throw new ProtocolError(
      ProtocolErrorCode.InternalError,
      "The file of this prompt cannot be read",
    );
  return [{ role: "user", content }];
}

/** An argument that is left out leaves nothing; what is no argument stays as it is written. */
function filled(
  content: string,
  prompt: Prompt,
  given: Readonly<Record<string, string>>,
): string {
  const names = new Set(prompt.arguments.map(({ name }) => name));
  return content.replace(
    /\{\{\s*([^{}\s]+)\s*\}\}/g,
    (hole: string, name: string) =>
      names.has(name) ? String(own(given, name) ?? "") : hole,
  );
}

function refusal(message: string): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, message);
}
