//! Which bracket belongs to which, for the whole statement at once and in linear time.

use crate::syntax::token::{Token, TokenKind};

/// The partner of every bracket by token index; no token's partner is the first one's index, so 0 says "none".
pub(super) struct Brackets(Vec<u32>);

impl Brackets {
    /// Pairs the brackets. A closing bracket leaves those unpaired that were opened inside its pair and are still open.
    pub(super) fn pair(tokens: &[Token]) -> Brackets {
        let mut partners = vec![0; tokens.len()];
        let mut open: Vec<(TokenKind, usize)> = Vec::new();
        // How many of each kind are open, so that a stray closing bracket is known without a search.
        let mut waiting = [0_usize; 3];
        for (i, token) in tokens.iter().enumerate() {
            if let Some(closer) = token.kind.closer() {
                open.push((closer, i));
                waiting[slot(closer)] += 1;
            } else if token.kind.is_closer() && waiting[slot(token.kind)] > 0 {
                while let Some((closer, opener)) = open.pop() {
                    waiting[slot(closer)] -= 1;
                    if closer == token.kind {
                        partners[opener] = i as u32;
                        partners[i] = opener as u32;
                        break;
                    }
                }
            }
        }
        Brackets(partners)
    }

    /// The index of the partner, if the token there is a paired bracket. An opening bracket's is greater than its own,
    /// and only an opening bracket's is asked for.
    pub(super) fn closing(&self, opener: usize) -> Option<usize> {
        self.0.get(opener).map(|&i| i as usize).filter(|&i| i > opener)
    }

    /// The innermost bracket that is open before the token at `at`, if it is never closed.
    pub(super) fn unclosed_before(&self, tokens: &[Token], at: usize) -> Option<usize> {
        let mut open = Vec::new();
        for (i, token) in tokens.iter().enumerate().take(at) {
            if token.kind.closer().is_some() {
                open.push(i);
            } else if token.kind.is_closer() {
                while open.last().is_some_and(|&opener| self.closing(opener).is_none_or(|closer| closer <= i))
                {
                    if open.pop().is_some_and(|opener| self.closing(opener) == Some(i)) {
                        break;
                    }
                }
            }
        }
        open.last().copied().filter(|&opener| self.closing(opener).is_none())
    }
}

/// Whether a key of a map would follow these tokens, the first ones of a statement.
pub(super) fn key_follows(tokens: &[Token]) -> bool {
    let Some((last, before)) = tokens.split_last() else { return false };
    let mut closed = 0_usize;
    let innermost = before.iter().rev().find(|token| {
        if token.kind.is_closer() {
            closed += 1;
        } else if token.kind.closer().is_some() {
            closed = match closed.checked_sub(1) {
                Some(closed) => closed,
                None => return true,
            };
        }
        false
    });
    match last.kind {
        TokenKind::OpenBrace => true,
        TokenKind::Comma => innermost.is_some_and(|token| token.kind == TokenKind::OpenBrace),
        _ => false,
    }
}

fn slot(closer: TokenKind) -> usize {
    match closer {
        TokenKind::CloseParen => 0,
        TokenKind::CloseBracket => 1,
        _ => 2,
    }
}
