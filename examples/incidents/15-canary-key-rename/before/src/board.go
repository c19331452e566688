// Package board shows one line for each ticket in the support office.
package board

import (
	"encoding/json"
	"fmt"
)

const prompt = "support/ticket-digest"

type digest struct {
	Summary string `json:"summary"`
	Urgency int    `json:"urgency"`
}

// Line returns what the board shows of a ticket.
func Line(ask func(prompt, ticket string) []byte, ticket string) (string, error) {
	var found digest
	if err := json.Unmarshal(ask(prompt, ticket), &found); err != nil {
		return "", err
	}
	return fmt.Sprintf("%d %s", found.Urgency, found.Summary), nil
}
