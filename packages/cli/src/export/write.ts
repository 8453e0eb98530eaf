import { writeFileSync } from 'node:fs';
import { type Terminal, unwritten } from '../terminal.js';
import type { Template, TemplateFormat } from './template.js';

/**
 * Writes a template to a file, or to standard output. What there is to say goes to standard error.
 *
 * @throws {Error} where the file cannot be written
 */
export function writeTemplate(
  { text, notes }: Template,
  format: TemplateFormat,
  file: string | undefined,
  terminal: Terminal,
): void {
  for (const note of notes) terminal.writeError(`${note}\n`);
  if (file === undefined) {
    terminal.write(text);
    return;
  }
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw unwritten(`${file} cannot be written`, error);
  }
  terminal.writeError(`Wrote ${file}. ${NEXT[format](file)}\n`);
}

const NEXT: Readonly<Record<TemplateFormat, (file: string) => string>> = {
  cloudformation: (file) =>
    `Deploy it: aws cloudformation deploy --template-file ${file} --stack-name needs-retry --capabilities CAPABILITY_IAM`,
  terraform: (file) =>
    file.endsWith('.tf.json')
      ? 'Next: terraform init && terraform plan'
      : 'Terraform reads files whose names end in .tf.json.',
  json: () => 'Each `input` is what SDKs and `aws <service> <operation> --cli-input-json` take.',
};
