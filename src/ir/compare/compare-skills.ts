// Skills: what agents find in them.
import type { Skill, SkillSurface } from '../capability.ts';
import { compareWords, part, type RecordChange, type Subject } from './compare-change.ts';
import { pair } from './compare-pairs.ts';
import { stableJson } from '../../util/stable-json.ts';

export function compareSkills(
  before: SkillSurface,
  after: SkillSurface,
  surface: Subject,
  record: RecordChange,
): void {
  const { both, removed, added } = pair(before.skills, after.skills, [({ name }) => [name]]);
  for (const skill of removed)
    record(
      'skill-removed',
      part(surface, `skill ${skill.name}`, skill, undefined),
      `skill \`${skill.name}\` is gone`,
    );
  for (const skill of added)
    record(
      'skill-added',
      part(surface, `skill ${skill.name}`, undefined, skill),
      `skill \`${skill.name}\` is new`,
    );
  for (const [old, now] of both) {
    const subject = part(surface, `skill ${now.name}`, old, now);
    compareSkillTools(old, now, subject, record);
    if (old.location !== now.location)
      record('skill-location-changed', subject, 'its files stand elsewhere', [
        old.location ?? null,
        now.location ?? null,
      ]);
    const [was, is] = [stableJson(old.details), stableJson(now.details)];
    if (was !== is)
      record('skill-details-changed', subject, 'it says other things of itself', [was, is]);
    compareWords('skill-license-changed', 'license', old.license, now.license, subject, record);
    compareWords(
      'skill-description-changed',
      'description',
      old.description,
      now.description,
      subject,
      record,
    );
  }
}

function compareSkillTools(
  before: Skill,
  after: Skill,
  skill: Subject,
  record: RecordChange,
): void {
  const { both, removed, added } = pair(before.tools, after.tools, [({ name }) => [name]]);
  const named = (name: string): Subject => ({ ...skill, path: [...skill.path, `tool ${name}`] });
  for (const { name } of removed)
    record('skill-tool-removed', named(name), `tool \`${name}\` is gone`);
  for (const { name } of added) record('skill-tool-added', named(name), `tool \`${name}\` is new`);
  for (const [old, now] of both) {
    const target = ({ from, instruction }: Skill['tools'][number]): string =>
      stableJson({ from, instruction });
    if (target(old) !== target(now))
      record(
        'skill-tool-target-changed',
        named(now.name),
        `tool \`${now.name}\` does something else`,
        [target(old), target(now)],
      );
    compareWords(
      'skill-description-changed',
      `description of tool \`${now.name}\``,
      old.description,
      now.description,
      named(now.name),
      record,
    );
  }
}
