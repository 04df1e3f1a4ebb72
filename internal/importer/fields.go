package importer

import (
	"context"
	"slices"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/cleanse"
	"callflow/internal/labels"
	"callflow/internal/store"
)

// mostNewFields is how many custom fields one file may make. No CRM has more for its customers: a file with more columns has something else in
// them. Whatever else is written waits while the fields are made.
const mostNewFields = 200

// checkUnknown looks whether a field can be made for each column that nothing matches, before anything is made.
func (im *Run) checkUnknown(fields []callflow.Field) error {
	if len(im.unknown) == 0 {
		return nil
	}
	names := im.Reader.Columns()
	if !im.Request.CreateFields {
		return im.Request.unknownColumns(columnsOfFile(im.Reader), im.unknown, fields)
	}
	if !im.session.Can(auth.WriteSetup) {
		return auth.ForbiddenError()
	}
	if err := im.checkCount(len(fields)); err != nil {
		return err
	}
	fields = slices.Clone(fields)
	for i, position := range im.unknown {
		field := callflow.Field{ID: int64(-1 - i), Key: names[position], Type: callflow.Text}
		if err := im.freeColumn(fields, &field); err != nil {
			return err
		}
		fields = append(fields, field)
	}
	return nil
}

// freeColumn wants the heading of a column for which a field is made to be free.
func (im *Run) freeColumn(fields []callflow.Field, field *callflow.Field) error {
	if !cleanse.IsOneLine(field.Key) {
		return invalidFile("No field can be made for the column %q: its heading has control characters.", field.Key)
	}
	key := labels.StandardNamed(field.Key)
	if key == "" {
		if err := labels.CheckFree(fields, field); err != nil {
			return invalidFile("No field can be made for the column %q: %s", field.Key, callflow.ErrorText(err))
		}
		return nil
	}
	r := im.Request
	return invalidFile("No field can be made for the column %q: it is a name of %s, which records have already. "+
		"Give the column another heading, match it with %s, or leave it out with %s.",
		field.Key, key, r.option("map", field.Key+"=FIELD"), r.option("map", field.Key+"="))
}

// checkCount bounds how many fields the file makes beside those that the assignment has.
func (im *Run) checkCount(held int) error {
	leaveOut := im.Request.option("map", "COLUMN=")
	switch made := len(im.unknown); {
	case made > mostNewFields:
		return invalidFile("The file would make %d new fields, and one file may make %d. Leave columns out with %s, or make the fields first.",
			made, mostNewFields, leaveOut)
	case held+made > labels.MostFields:
		return invalidFile("The file would make %d new fields, and the assignment has %d of the %d that it may have. Leave columns out with %s.",
			made, held, labels.MostFields, leaveOut)
	}
	return nil
}

// makeFields makes a custom field for each unknown column; a dry run only thinks them.
func (im *Run) makeFields(ctx context.Context) error {
	if len(im.unknown) == 0 {
		return nil
	}
	guessed := make([]callflow.Field, len(im.unknown))
	for i, position := range im.unknown {
		kind, _ := im.newType(&im.columns[position], &im.profiles[position])
		guessed[i] = callflow.Field{ID: int64(-1 - i), Key: im.columns[position].name, Type: kind}
	}
	if !im.Request.DryRun {
		if err := im.createFields(ctx, guessed); err != nil {
			return err
		}
	}
	made := make([]string, len(guessed))
	for i := range guessed {
		im.columns[im.unknown[i]].field = &guessed[i]
		made[i] = guessed[i].Key + " (" + string(guessed[i].Type) + ")"
	}
	im.counting.Lock()
	defer im.counting.Unlock()
	im.result.NewFields = made
	return nil
}

// createFields sets the guessed fields up, all or none, as whoever imports would by hand.
func (im *Run) createFields(ctx context.Context, guessed []callflow.Field) error {
	var created []callflow.Field
	err := im.service.Store.Write(ctx, im.session.AccountID, func(w *store.Write) error {
		w.SetNow(im.service.Clock().UnixMilli())
		setup, err := w.Setup()
		if err != nil {
			return err
		}
		decided, err := im.decideAgain(setup)
		if err != nil {
			return err
		}
		if !decided.session.Can(auth.WriteSetup) {
			return auth.ForbiddenError()
		}
		if err := im.checkCount(len(setup.Fields[im.Request.AssignmentID])); err != nil {
			return err
		}
		created = created[:0]
		for i := range guessed {
			field := guessed[i]
			if err := im.service.createField(w, decided.session, im.Request.AssignmentID, &field); err != nil {
				return noField(&field, err)
			}
			created = append(created, field)
		}
		return nil
	})
	copy(guessed, created)
	return err
}

// noField says why no field can be made for a column, where it is the column's fault.
func noField(field *callflow.Field, err error) error {
	switch callflow.ErrorCode(err) {
	case callflow.Invalid, callflow.Conflict:
		return invalidFile("No field can be made for the column %q: %s", field.Key, callflow.ErrorText(err))
	default:
		return err
	}
}
