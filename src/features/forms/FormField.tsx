import { listIn, numberIn, textIn, type Answer } from '../../domain/guidelines/forms';
import { AspectsPicture } from './AspectsPicture';
import { CalciumBox } from './CalciumBox';
import { answerForm } from './change';
import { ManyChoices, OneChoice, toggled } from './Choices';
import { FollowedLesions } from './FollowedLesions';
import { FormRows } from './FormRows';
import { NumberWithOffers } from './NumberWithOffers';
import type { Offer } from './offers';
import { Group, Single, TextBox, type FormFieldProps } from './Question';
import { Suggested } from './Suggested';

/** One question of a form with its answer, whatever its kind. */
export function FormField(props: FormFieldProps) {
  const { studyUid, instance, field } = props;
  const { answers } = instance;
  const name = `${instance.id}.${field.id}`;
  const put = (value: Answer | undefined, offer?: Offer): void =>
    answerForm(studyUid, instance.id, { [field.id]: value }, offer && { uid: offer.uid, name: offer.name });
  switch (field.kind) {
    case 'one':
      return (
        <Group {...props}>
          <OneChoice name={name} options={field.options} value={textIn(answers, field.id)} onChange={put} />
          <Suggested {...props} field={field} />
        </Group>
      );
    case 'many': {
      const value = listIn(answers, field.id);
      return (
        <Group {...props}>
          {field.picture === 'aspects' && (
            <AspectsPicture
              side={textIn(answers, 'side')}
              affected={value}
              onToggle={(region) => put(toggled(value, region, field.none))}
            />
          )}
          <ManyChoices name={name} field={field} value={value} onChange={put} />
        </Group>
      );
    }
    case 'number':
      return (
        <Single {...props}>
          {(id, labelledBy) => (
            <NumberWithOffers
              {...{ id, labelledBy, field, instance, studyUid }}
              sources={props.sources}
              path={name}
              value={numberIn(answers, field.id)}
              onChange={put}
              from={instance.taken[field.id]?.name}
            />
          )}
        </Single>
      );
    case 'text':
      return (
        <Single {...props}>
          {(id) => <TextBox id={id} value={textIn(answers, field.id) ?? ''} onChange={put} />}
        </Single>
      );
    case 'rows':
      return <FormRows {...props} field={field} onChange={put} />;
    case 'followed':
      return <FollowedLesions {...props} />;
    case 'calcium':
      return (
        <Group {...props}>
          <CalciumBox studyUid={studyUid} instance={instance} />
        </Group>
      );
  }
}
